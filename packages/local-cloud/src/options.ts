import type { IncomingMessage, ServerResponse } from "node:http";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Clock, PolicyDocument } from "./aws/principal.ts";

/** What stands in the cloud, and by which policies it is judged. Everything is passed in; nothing of Postern is known here. */
export interface LocalCloudOptions {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly clock?: Clock;
  /** Roles by name: what they may do, and who may assume them. */
  readonly roles: Readonly<Record<string, RoleOptions>>;
  /** Tables exactly as they would be given to `CreateTable`. */
  readonly tables: readonly CreateTableCommandInput[];
  /** KMS keys by alias (without `alias/`). */
  readonly keys: Readonly<Record<string, KeyOptions>>;
  readonly buckets: Readonly<Record<string, BucketOptions>>;
  readonly queues: Readonly<Record<string, QueueOptions>>;
  readonly userPools: Readonly<Record<string, UserPoolOptions>>;
  readonly functions: Readonly<Record<string, FunctionOptions>>;
  readonly gateway?: GatewayOptions;
  /** Receives what functions print, and why they failed, line by line. Default: it is dropped. */
  readonly logs?: (functionName: string, line: string) => void;
}

export interface RoleOptions {
  readonly identity: PolicyDocument;
  readonly trust: PolicyDocument;
}

export interface KeyOptions {
  readonly policy: PolicyDocument;
  /** Default `ENCRYPT_DECRYPT` with `SYMMETRIC_DEFAULT`; `SIGN_VERIFY` makes an `ECC_NIST_P256` key. */
  readonly usage?: "ENCRYPT_DECRYPT" | "SIGN_VERIFY";
}

export interface BucketOptions {
  readonly policy: PolicyDocument;
  /** Alias of the key for SSE-KMS; objects are written and read with it on behalf of the caller. */
  readonly kmsKey: string;
  readonly cors: {
    /** `portal` stands for the address of the portal, wherever it is. */
    readonly origins: readonly string[];
    readonly headers: readonly string[];
    readonly exposed: readonly string[];
  };
  /** Queue that receives `s3:ObjectCreated:*` events. */
  readonly notifyQueue?: string;
}

export interface QueueOptions {
  readonly policy?: PolicyDocument;
  readonly visibilitySeconds: number;
  /** After so many receives a message goes to `deadLetterQueue`. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: string;
}

export interface UserPoolOptions {
  readonly clientID: string;
  readonly minimumPasswordLength: number;
  /** How long a challenge's `Session` is good. */
  readonly authSessionSeconds: number;
}

/** What a function may need to be told about the cloud. */
export interface CloudNames {
  readonly endpoints: { readonly aws: string; readonly s3: string };
  /** Address of the portal, for instance `http://localhost:8080`, when there is a gateway. */
  readonly portal?: string;
  keyArn(alias: string): string;
  userPoolID(poolName: string): string;
  queueUrl(queueName: string): string;
}

export interface FunctionOptions {
  /** Absolute path of the bundled ES module. */
  readonly file: string;
  /** Name of the exported handler. Default `handler`. */
  readonly handler?: string;
  readonly role: string;
  /** Roles that the function may assume; they tell `killAt` whose calls are the function's. */
  readonly assumes?: readonly string[];
  /** Variables of the function; may be made from addresses that are known only when the cloud stands. */
  readonly environment:
    Readonly<Record<string, string>> | ((cloud: CloudNames) => Readonly<Record<string, string>>);
  readonly timeoutSeconds: number;
  readonly memoryMegabytes?: number;
  /** Queues that feed the function (event source mapping with `ReportBatchItemFailures`). */
  readonly queues?: readonly { readonly queue: string; readonly batchSize: number }[];
}

/** Answers a request that no route takes. */
export type PortalHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface GatewayOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Path prefix → function, for instance `/api/auth` → `auth`. */
  readonly routes: Readonly<Record<string, string>>;
  /** Header that the edge adds to each request to a function (CloudFront's origin secret). */
  readonly originHeaders: Readonly<Record<string, string>>;
  /** Directory of the built portal; paths without a file answer with its `index.html`. */
  readonly portalDirectory?: string;
  /** Serves the portal instead of `portalDirectory`, while it is being worked on; the headers are its own, too. */
  readonly portalHandler?: PortalHandler;
  /**
   * Response headers of the portal's files, as the distribution would set them; given the served path, and the
   * cloud's addresses, because the content security policy names the bucket's host.
   */
  readonly portalHeaders?: (path: string, hosts: { readonly s3: string }) => Readonly<Record<string, string>>;
}
