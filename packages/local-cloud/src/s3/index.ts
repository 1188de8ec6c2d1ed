import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { ServiceContext } from "../aws/service.ts";
import { verifySignature } from "../aws/sigv4.ts";
import type { Use } from "../aws/use.ts";
import { LostAnswer, loseStruck, refuseStruck } from "../faults/refusal.ts";
import { judgingClock } from "../faults/skew.ts";
import type { BucketOptions } from "../options.ts";
import { openState, type State } from "../state/state.ts";
import { bodyBytes, identify, sendAnswer, sendFailure } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { permit } from "./authorize.ts";
import { createBlobs, type Segment } from "./blobs.ts";
import type { Bucket, Call, Store } from "./call.ts";
import { applyCors, preflight } from "./cors.ts";
import type { BucketKeys } from "./encryption.ts";
import { createPublish, type Deliver } from "./events.ts";
import { abortLeftUploads } from "./lifecycle.ts";
import { requireUnderstoodHeaders } from "./metadata.ts";
import { createUploadIndex, segmentsOf } from "./multipart.ts";
import { createObjectIndex, requireKeyLength, type KeptVersion } from "./objects.ts";
import { chooseRoute } from "./router.ts";

export type { BucketKeys } from "./encryption.ts";
export type { Deliver, EventSource } from "./events.ts";

export interface S3Options {
  readonly buckets: Readonly<Record<string, BucketOptions>>;
  readonly kms: BucketKeys;
  readonly deliver: Deliver;
  /** What was kept of objects and uploads; nothing when left out. */
  readonly state?: State;
  /** Where the bytes lie; a temporary directory when left out. */
  readonly directory?: string;
}

/** S3, path style, versioning always on, every object encrypted with its bucket's key. */
export interface S3 {
  /** Answers every request, failures included; never rejects. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Does what the buckets' rules say about uploads that were left. @returns how many it ended */
  runLifecycle(): Promise<number>;
  /** Keys of a bucket's multipart uploads that are neither completed nor aborted. @throws Error without such a bucket */
  unfinishedUploads(bucketName: string): readonly string[];
  /** Removes all bytes, unless they are kept. Close the server first. */
  close(): Promise<void>;
}

/** Makes the buckets with what was kept in them. */
export async function createS3(cloud: ServiceContext, options: S3Options): Promise<S3> {
  const { state = openState() } = options;
  const blobs = await createBlobs(options.directory);
  const publish = createPublish(cloud.region, cloud.account, options.deliver);
  const buckets = new Map(
    Object.entries(options.buckets).map(([name, bucket]) => [name, createBucket(name, bucket, state)]),
  );
  const store: Store = { cloud, keys: options.kms, blobs, publish, buckets, together: state.together };
  await blobs.keepOnly([...buckets.values()].flatMap(segmentsIn));
  return {
    async handler(request, response) {
      identify(response);
      try {
        await answer(store, request, response);
      } catch (error) {
        if (error instanceof LostAnswer) response.destroy();
        else sendFailure(request, response, error);
      }
    },
    runLifecycle: () => abortLeftUploads(store, buckets.values()),
    unfinishedUploads(bucketName) {
      const bucket = buckets.get(bucketName);
      if (bucket === undefined) throw new Error(`There is no bucket ${bucketName}.`);
      return [...bucket.uploads.all()].map(({ key }) => key);
    },
    async close() {
      await blobs.close();
    },
  };
}

function createBucket(name: string, options: BucketOptions, state: State): Bucket {
  return {
    name,
    arn: `arn:aws:s3:::${name}`,
    options,
    objects: createObjectIndex(state.shelf<KeptVersion>(`s3 ${name} versions`)),
    uploads: createUploadIndex(state, name),
  };
}

/** All bytes that a bucket holds. */
function segmentsIn({ objects, uploads }: Bucket): readonly Segment[] {
  const versions = objects.list("").flatMap(([, each]) => each);
  return [
    ...versions.flatMap((version) => (version.kind === "object" ? version.segments : [])),
    ...[...uploads.all()].flatMap(segmentsOf),
  ];
}

async function answer(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = readTarget(request);
  const bucket = store.buckets.get(target.bucketName);
  if (request.method === "OPTIONS") {
    await sendAnswer(request, response, preflight(bucket?.options.cors, request), store.blobs);
    return;
  }
  if (bucket) applyCors(bucket.options.cors, request, response);
  const method = request.method ?? "";
  const { cloud } = store;
  const { region, credentials } = cloud;
  const clock = judgingClock(cloud, request);
  if (clock !== cloud.clock) response.setHeader("date", new Date(clock.now()).toUTCString());
  const signature = verifySignature(
    { method, url: target.url, headers: request.headers },
    { service: "s3", region, credentials, clock },
  );
  if (!bucket) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  const call: Call = { request, signature, bucket, key: target.key, query: target.url.searchParams };
  const route = chooseRoute(call);
  requireUnderstoodHeaders(Object.keys(request.headers), route.takesHeaders ?? []);
  requireOwner(request, cloud.account);
  const action = route.action(call);
  if (route.judgesItself !== true) permit(store, call, action, route.context?.(call));
  const incoming = { service: "s3", operation: action.slice("s3:".length), caller: signature.principal };
  refuseStruck(cloud.faults, incoming);
  const result = await route.run(store, call);
  cloud.seams.reached(signature.principal, action, useOf(call, result));
  loseStruck(cloud.faults, incoming);
  await sendAnswer(request, response, result, store.blobs);
}

/** What the call moved; a body in chunks states the length of what is in them. */
function useOf({ request, signature }: Call, answer: Answer): Use {
  const { headers, method } = request;
  return {
    receivedBytes: Number(headers["x-amz-decoded-content-length"] ?? headers["content-length"] ?? 0),
    sentBytes: method === "HEAD" ? 0 : bodyBytes(answer),
    isPresigned: signature.presigned,
  };
}

/** Takes bucket and key from the path. @throws AwsError `InvalidURI`, `KeyTooLongError` (400). */
function readTarget(request: IncomingMessage): { url: URL; bucketName: string; key: string } {
  const path = request.url ?? "";
  const url = new URL(`http://localhost${path.startsWith("/") ? path : "/"}`);
  const [, bucketName = "", ...segments] = url.pathname.split("/");
  // A path that URL rules would rewrite (`/bucket/a/../b`) is a key on S3; nobody should mean one of them.
  if (url.pathname !== path.split("?")[0]) throw invalidURI();
  let key: string;
  try {
    key = segments.map((segment) => decodeURIComponent(segment)).join("/");
  } catch {
    throw invalidURI();
  }
  requireKeyLength(key);
  return { url, bucketName, key };
}

function requireOwner(request: IncomingMessage, account: string): void {
  const owner = request.headers["x-amz-expected-bucket-owner"];
  if (owner === undefined || owner === account) return;
  throw new AwsError("AccessDenied", "Access Denied", 403);
}

function invalidURI(): AwsError {
  return new AwsError("InvalidURI", "Couldn't parse the specified URI.");
}
