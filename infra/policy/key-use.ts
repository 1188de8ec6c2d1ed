import { all, allow, type Condition, type PolicyStatement } from "./document.ts";
import type { FunctionName, KeyName, Names } from "./names.ts";
import { CLINIC_TAG, taggedClinic } from "./tenancy.ts";

/** What one function's tenant role may do with one key, and when. */
export interface KeyUse {
  readonly key: KeyName;
  readonly user: FunctionName;
  readonly actions: readonly string[];
  readonly condition: Condition;
}

/**
 * Every use of every key by a deployed function. Identity policies and key policies are both made from this one list, so neither can
 * allow what the other does not.
 */
export function keyUses(names: Names): readonly KeyUse[] {
  const sealed = boundContext(["clinic", "submission"]);
  const fields = boundContext(["clinic"]);
  const stored = throughS3(names, names.documentBucket.arn);
  const archived = throughS3(names, names.auditBucket.arn);
  const signed = taggedClinic();
  const uses = [
    use("documents", "intake", ["kms:GenerateDataKeyWithoutPlaintext"], sealed),
    use("documents", "keys", ["kms:Decrypt"], sealed),
    // S3 decrypts the bucket's key for each part, as the one who signed the URL.
    use("storage", "intake", ["kms:GenerateDataKey", "kms:Decrypt"], stored),
    use("storage", "review", ["kms:Decrypt"], stored),
    use("storage", "ingest", ["kms:Decrypt"], stored),
    use("fields", "intake", ["kms:Decrypt"], fields),
    use("fields", "review", ["kms:Decrypt"], fields),
    use("fields", "admin", ["kms:Decrypt"], fields),
    use("receipts", "ingest", ["kms:Sign"], signed),
    use("logs", "sequence", ["kms:Sign"], signed),
    use("register", "sequence", ["kms:Sign"], signed),
    use("archive", "sequence", ["kms:GenerateDataKey", "kms:Decrypt"], archived),
  ];
  return uses.filter(({ user }) => names.functions.includes(user));
}

/** The statements on keys in the identity policy of `user`'s tenant role. */
export function keyStatements(names: Names, user: FunctionName): readonly PolicyStatement[] {
  return keyUses(names)
    .filter((entry) => entry.user === user)
    .map((entry) =>
      allow({
        sid: `Key${entry.key}`,
        actions: entry.actions,
        resources: [names.keyARNs[entry.key]],
        condition: entry.condition,
      }),
    );
}

/** Holds for an encryption context of exactly these pairs whose `clinic` is the session's own. */
export function boundContext(pairs: readonly ("clinic" | "submission")[]): Condition {
  const present = pairs.map((pair) => [`kms:EncryptionContext:${pair}`, "false"] as const);
  return all(taggedClinic(), {
    StringEquals: { "kms:EncryptionContext:clinic": CLINIC_TAG },
    "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": pairs },
    Null: { ...Object.fromEntries(present), "kms:EncryptionContextKeys": "false" },
  });
}

/** Holds for calls that S3 makes for the session, for this bucket; with a bucket key the context is its ARN. */
function throughS3(names: Names, bucketARN: string): Condition {
  return all(taggedClinic(), {
    StringEquals: {
      "kms:ViaService": `s3.${names.region}.amazonaws.com`,
      "kms:EncryptionContext:aws:s3:arn": bucketARN,
    },
  });
}

function use(key: KeyName, user: FunctionName, actions: readonly string[], condition: Condition): KeyUse {
  return { key, user, actions, condition };
}
