import type { AccessRequest, Clock, CredentialStore, Iam, Principal } from "./principal.ts";
import type { Faults } from "../faults/faults.ts";
import type { Use } from "./use.ts";

/** One AWS service that speaks JSON RPC (`X-Amz-Target: <target>.<Operation>`). */
export interface JsonService {
  /** Name in the credential scope of a signature: `dynamodb`, `sqs`, `kms`, `cognito-idp`. */
  readonly service: string;
  /** Prefix of `X-Amz-Target`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  /** Operations that need no signature (Cognito's public ones). */
  readonly unsigned?: readonly string[];
  /** Each takes the parsed body; failures are `AwsError`s. `caller` is undefined for unsigned operations only. */
  readonly operations: Readonly<Record<string, (input: never, caller: Principal | undefined) => unknown>>;
}

/** What every service is built on. */
export interface ServiceContext {
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  readonly iam: Iam;
  readonly seams: Seams;
  /** What may go wrong; nothing when left out. */
  readonly faults?: Faults;
}

/** The two seams for tests. */
export interface Seams {
  /** True while calls on this table must fail with `InternalServerError` (500). */
  isTableFailing(tableName: string): boolean;
  /**
   * Every service calls this when a call has taken effect, before it answers; a test may kill the caller here, and
   * observers hear what was used.
   */
  reached(caller: Principal, action: AccessRequest["action"], use?: Use): void;
}
