import { AwsError } from "../aws/error.ts";
import type { AccessRequest, Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { EncryptionContext } from "./input.ts";
import type { Key } from "./keyring.ts";

/** What stands before every use of a key: the policies, and the switch for tests. */
export interface Gate {
  /**
   * @throws AwsError `AccessDenied` by the policies; `KMSInternalException` (500) while the gate is failing;
   * `InternalFailure` when there is no caller, which only an unsigned operation would bring.
   */
  pass(caller: Principal | undefined, action: string, key: Key, context: AccessRequest["context"]): Principal;
  reached(caller: Principal, action: string): void;
  fail(on: boolean): void;
  /** @throws AwsError `KMSInternalException` (500) while failing. */
  checkUp(): void;
}

export function createGate(cloud: ServiceContext): Gate {
  let isFailing = false;
  function checkUp(): void {
    if (isFailing) throw new AwsError("KMSInternalException", "The request failed; it can be retried.", 500);
  }
  return {
    checkUp,
    pass(caller, action, key, context = {}) {
      checkUp();
      if (caller === undefined) throw new AwsError("InternalFailure", "A KMS call must be signed.", 500);
      const callerContext = { "kms:CallerAccount": cloud.account, ...context };
      cloud.iam.authorize(caller, { action, resource: key.arn, context: callerContext });
      return caller;
    },
    reached: (caller, action) => cloud.seams.reached(caller, action),
    fail(on) {
      isFailing = on;
    },
  };
}

/**
 * An encryption context as condition keys.
 * Source: "AWS KMS condition keys", `kms:EncryptionContext:context-key` and `kms:EncryptionContextKeys`.
 */
export function encryptionConditions(
  context: EncryptionContext,
): Readonly<Record<string, string | readonly string[]>> {
  return {
    "kms:EncryptionContextKeys": Object.keys(context),
    ...Object.fromEntries(
      Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
    ),
  };
}
