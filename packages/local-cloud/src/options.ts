import type { IncomingMessage, ServerResponse } from "node:http";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Clock, PolicyDocument } from "./aws/principal.ts";
import type { FaultOptions } from "./faults/faults.ts";

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
  /** The attribute whose epoch seconds end a row, by table name. Rows of other tables stay. */
  readonly timeToLive?: Readonly<Record<string, string>>;
  /** KMS keys by alias (without `alias/`). */
  readonly keys: Readonly<Record<string, KeyOptions>>;
  /** Of what keys are made that the directory does not hold yet, by alias. Default: it is drawn. */
  readonly keyMaterial?: Readonly<Record<string, KeyMaterial>>;
  readonly buckets: Readonly<Record<string, BucketOptions>>;
  readonly queues: Readonly<Record<string, QueueOptions>>;
  readonly userPools: Readonly<Record<string, UserPoolOptions>>;
  readonly functions: Readonly<Record<string, FunctionOptions>>;
  /** Addresses and domains, in lower case, from which mail may be sent. Default: none. */
  readonly mailIdentities?: readonly string[];
  readonly gateway?: GatewayOptions;
  /** Whether functions with a schedule are called by themselves. Default: only by `runSchedule`. */
  readonly runsSchedules?: boolean;
  /**
   * Where everything is kept from one start to the next: rows, objects, messages, keys, people. In memory, and in a
   * temporary directory for the objects, when left out.
   */
  readonly directory?: Place;
  /** What goes wrong, and how often, as soon as the cloud stands. Default: nothing, until `injectFaults`. */
  readonly faults?: FaultOptions;
  /** Receives what functions print, and why they failed, line by line. Default: it is dropped. */
  readonly logs?: (functionName: string, line: string) => void;
}

/** A directory that one cloud at a time uses. */
export interface Place {
  /** Made when it is not there. */
  readonly path: string;
  /** Begins anew: what was kept is gone. */
  readonly isFresh?: boolean;
}

export interface RoleOptions {
  readonly identity: PolicyDocument;
  readonly trust: PolicyDocument;
}

/** The curves of signing keys: ECDSA with SHA-256, and Ed25519. */
export type SigningSpec = "ECC_NIST_P256" | "ECC_NIST_EDWARDS25519";

export interface KeyOptions {
  readonly policy: PolicyDocument;
  /** Default `ENCRYPT_DECRYPT`. */
  readonly usage?: "ENCRYPT_DECRYPT" | "SIGN_VERIFY";
  /** Default by usage: `SYMMETRIC_DEFAULT`, and `ECC_NIST_P256` for signing. */
  readonly spec?: "SYMMETRIC_DEFAULT" | SigningSpec;
}

/** What a key is made of. KMS outlives tables and buckets, so it can be carried from one cloud to another. */
export interface KeyMaterial {
  /** 32 bytes, or a private key as PKCS #8, in base64. */
  readonly material: string;
  readonly createdAtMs: number;
}

export interface BucketOptions {
  readonly policy: PolicyDocument;
  /** Alias of the key for SSE-KMS; objects are written and read with it on behalf of the caller. */
  readonly kmsKey: string;
  readonly cors: {
    /** `portal` stands for the address of the portal, wherever it is. */
    readonly origins: readonly string[];
    /** Default: GET, HEAD and PUT. */
    readonly methods?: readonly string[];
    readonly headers: readonly string[];
    readonly exposed: readonly string[];
  };
  /** Made with Object Lock, so that versions can be kept from deletion. Default false. */
  readonly objectLock?: boolean;
  /** After so many days an upload that was not completed is ended. Default: never. */
  readonly abortUploadsAfterDays?: number;
  /** Queue that receives `s3:ObjectCreated:*` events. */
  readonly notifyQueue?: string;
}

export interface QueueOptions {
  readonly policy?: PolicyDocument;
  readonly visibilitySeconds: number;
  /** Of a FIFO queue, whose name ends in `.fifo`: the body's digest may take the place of a deduplication id. */
  readonly contentBasedDeduplication?: boolean;
  /** After so many receives a message goes to `deadLetterQueue`. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: string;
}

/** A pool that requires a second factor, with clients without secrets that `PreventUserExistenceErrors`. */
export interface UserPoolOptions {
  readonly clientID: string;
  /** Clients beside the first; all have the same settings. Default: none. */
  readonly otherClientIDs?: readonly string[];
  /** `ExplicitAuthFlows` of the clients. Default: `ALLOW_ADMIN_USER_PASSWORD_AUTH` alone. */
  readonly authFlows?: readonly ("ALLOW_ADMIN_USER_PASSWORD_AUTH" | "ALLOW_USER_AUTH")[];
  /** `AllowedFirstAuthFactors` of the sign-in policy. Default: `PASSWORD` alone. */
  readonly firstFactors?: readonly ("PASSWORD" | "WEB_AUTHN")[];
  /** `WebAuthnConfiguration`. Default: none. */
  readonly webAuthn?: WebAuthnOptions;
  readonly minimumPasswordLength: number;
  /** Whether people get a code by mail when they forgot their password, or an administrator must help. Default: he must. */
  readonly recovery?: "verified_email" | "admin_only";
  /** How long a challenge's `Session` is good. */
  readonly authSessionSeconds: number;
}

/** Passkeys of a user pool, as `SetUserPoolMfaConfig` has them. */
export interface WebAuthnOptions {
  /** The host whose pages may use the passkeys. */
  readonly relyingPartyId?: string;
  /** Whether a passkey is registered only with the person verified. Default `preferred`. */
  readonly userVerification?: "required" | "preferred";
  /**
   * Whether a passkey with its person verified is as good as two factors. If not, which is the default, nobody can sign in
   * with one, as the pool requires two.
   */
  readonly factorConfiguration?: "SINGLE_FACTOR" | "MULTI_FACTOR_WITH_USER_VERIFICATION";
}

/** What a function may need to be told about the cloud. */
export interface CloudNames {
  readonly endpoints: { readonly aws: string; readonly s3: string };
  /** Address of the portal, for instance `http://localhost:8080`, when there is a gateway. */
  readonly portal?: string;
  keyArn(alias: string): string;
  /** Public half of a signing key: SubjectPublicKeyInfo, base64. */
  publicKey(alias: string): string;
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
  /** Streams of tables that feed the function, in the order of each partition key. */
  readonly streams?: readonly StreamMappingOptions[];
  /** How often the clock calls the function. */
  readonly schedule?: { readonly everySeconds: number };
}

/** How the stream of a table feeds a function (event source mapping with `ReportBatchItemFailures`). */
export interface StreamMappingOptions {
  /** A table with `StreamSpecification`. */
  readonly table: string;
  /** Default 100. */
  readonly batchSize?: number;
  /** Whether a batch that failed as a whole is tried again in two halves. Default false. */
  readonly bisects?: boolean;
  /** After so many further attempts a batch is given up. Default: only when it is a day old. */
  readonly maximumRetryAttempts?: number;
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
  /** Files that a deployment adds to the built portal, as JSON, by path. */
  readonly portalFiles?: Readonly<Record<string, (cloud: CloudNames) => string>>;
  /** Where a page shows what would have been mailed, to whoever opens it on this machine. Default: nowhere. */
  readonly outboxPath?: string;
  /**
   * Response headers of the portal's files, as the distribution would set them; given the served path, and the
   * cloud's addresses, because the content security policy names the bucket's host.
   */
  readonly portalHeaders?: (path: string, hosts: { readonly s3: string }) => Readonly<Record<string, string>>;
}
