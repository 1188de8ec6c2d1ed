import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { ServiceContext } from "../aws/service.ts";
import { verifySignature } from "../aws/sigv4.ts";
import type { Use } from "../aws/use.ts";
import type { BucketOptions } from "../options.ts";
import { bodyBytes, identify, sendAnswer, sendFailure } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { permit } from "./authorize.ts";
import { createBlobs } from "./blobs.ts";
import type { Bucket, Call, Store } from "./call.ts";
import { applyCors, preflight } from "./cors.ts";
import type { BucketKeys } from "./encryption.ts";
import { createPublisher, type Deliver } from "./events.ts";
import { requireUnderstoodHeaders } from "./metadata.ts";
import { createObjectIndex } from "./objects.ts";
import { chooseRoute } from "./router.ts";

export type { BucketKeys } from "./encryption.ts";
export type { Deliver, EventSource } from "./events.ts";

export interface S3Options {
  readonly buckets: Readonly<Record<string, BucketOptions>>;
  readonly kms: BucketKeys;
  readonly deliver: Deliver;
}

/** S3, path style, versioning always on, every object encrypted with its bucket's key. */
export interface S3 {
  /** Answers every request, failures included; never rejects. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Waits for notifications under way and removes all bytes. Close the server first. */
  close(): Promise<void>;
}

const longestKeyBytes = 1024;

/** Makes the buckets, empty; their bytes will lie in a private temporary directory. */
export async function createS3(cloud: ServiceContext, options: S3Options): Promise<S3> {
  const blobs = await createBlobs();
  const publisher = createPublisher(cloud.region, cloud.account, options.deliver);
  const store: Store = { cloud, keys: options.kms, blobs, publish: publisher.publish };
  const buckets = new Map(
    Object.entries(options.buckets).map(([name, bucket]) => [name, createBucket(name, bucket)]),
  );
  return {
    async handler(request, response) {
      identify(response);
      try {
        await answer(store, buckets, request, response);
      } catch (error) {
        sendFailure(request, response, error);
      }
    },
    async close() {
      await publisher.settled();
      await blobs.close();
    },
  };
}

function createBucket(name: string, options: BucketOptions): Bucket {
  return { name, arn: `arn:aws:s3:::${name}`, options, objects: createObjectIndex(), uploads: new Map() };
}

async function answer(
  store: Store,
  buckets: ReadonlyMap<string, Bucket>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = readTarget(request);
  const bucket = buckets.get(target.bucketName);
  if (request.method === "OPTIONS") {
    await sendAnswer(request, response, preflight(bucket?.options.cors, request), store.blobs);
    return;
  }
  if (bucket) applyCors(bucket.options.cors, request, response);
  const method = request.method ?? "";
  const { cloud } = store;
  const { region, credentials, clock } = cloud;
  const signature = verifySignature(
    { method, url: target.url, headers: request.headers },
    { service: "s3", region, credentials, clock },
  );
  if (!bucket) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  const call: Call = { request, signature, bucket, key: target.key, query: target.url.searchParams };
  requireUnderstoodHeaders(Object.keys(request.headers));
  requireOwner(request, cloud.account);
  const route = chooseRoute(method, call.key, call.query);
  const action = route.action(call);
  if (route.judgesItself !== true) permit(store, call, action, route.context?.(call));
  const result = await route.run(store, call);
  cloud.seams.reached(signature.principal, action, useOf(call, result));
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
  if (Buffer.byteLength(key) > longestKeyBytes) {
    throw new AwsError("KeyTooLongError", "Your key is too long");
  }
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
