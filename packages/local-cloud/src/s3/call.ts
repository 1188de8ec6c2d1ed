import type { IncomingMessage } from "node:http";
import type { ServiceContext } from "../aws/service.ts";
import type { VerifiedSignature } from "../aws/sigv4.ts";
import type { BucketOptions } from "../options.ts";
import type { Answer } from "./answer.ts";
import type { Blobs } from "./blobs.ts";
import type { BucketKeys } from "./encryption.ts";
import type { Publish } from "./events.ts";
import type { UploadIndex } from "./multipart.ts";
import type { State } from "../state/state.ts";
import type { ObjectIndex } from "./objects.ts";

/** A bucket with what it holds. */
export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly options: BucketOptions;
  readonly objects: ObjectIndex;
  readonly uploads: UploadIndex;
}

/** A request whose signature was verified, and what it is about. */
export interface Call {
  readonly request: IncomingMessage;
  readonly signature: VerifiedSignature;
  readonly bucket: Bucket;
  /** Empty for operations on the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** What operations work with. */
export interface Store {
  readonly cloud: ServiceContext;
  readonly keys: BucketKeys;
  readonly blobs: Blobs;
  readonly publish: Publish;
  /** By name: a copy reads another one than it writes. */
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Makes changes of objects, uploads and queues one. */
  readonly together: State["together"];
}

/** Does what an authorised call asks for; failures are `AwsError`s, and a failed call has changed nothing. */
export type Operation = (store: Store, call: Call) => Answer | Promise<Answer>;

/** Value of a header that may be sent once. */
export function headerOf(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}
