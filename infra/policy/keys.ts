import { backupKeyUses } from "./backup.ts";
import { allow, document, type PolicyDocument, type PolicyStatement } from "./document.ts";
import { keyUses } from "./key-use.ts";
import { KEY_NAMES, record, type KeyName, type Names } from "./names.ts";
import { CLINIC_PATTERN } from "./tenancy.ts";

/** A key as it is made. */
export interface KeyDefinition {
  readonly policy: PolicyDocument;
  readonly usage: "ENCRYPT_DECRYPT" | "SIGN_VERIFY";
  readonly spec: "SYMMETRIC_DEFAULT" | "ECC_NIST_P256" | "ECC_NIST_EDWARDS25519";
  /** A key that is not made for several Regions can never become so, and its ARN is in every sealed object. */
  readonly multiRegion: boolean;
  /** KMS makes new material each year and keeps the old; it does so for symmetric keys only. */
  readonly rotated: boolean;
}

/** What an administrator of the account may do with a key: everything but using it, or granting its use. */
export const ADMINISTRATION = [
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:PutKeyPolicy",
  "kms:ListKeyPolicies",
  "kms:GetKeyRotationStatus",
  "kms:EnableKeyRotation",
  "kms:RotateKeyOnDemand",
  "kms:ListKeyRotations",
  "kms:EnableKey",
  "kms:DisableKey",
  "kms:UpdateKeyDescription",
  "kms:CreateAlias",
  "kms:UpdateAlias",
  "kms:DeleteAlias",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ListResourceTags",
  "kms:ListGrants",
  "kms:RevokeGrant",
  "kms:ReplicateKey",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:GetPublicKey",
] as const;

const SPECS: Readonly<Record<KeyName, KeyDefinition["spec"]>> = {
  documents: "SYMMETRIC_DEFAULT",
  storage: "SYMMETRIC_DEFAULT",
  fields: "SYMMETRIC_DEFAULT",
  receipts: "ECC_NIST_P256",
  logs: "ECC_NIST_EDWARDS25519",
  register: "ECC_NIST_EDWARDS25519",
  archive: "SYMMETRIC_DEFAULT",
};

/** Every key by alias: how it is made, who administers it, and who may use it when. */
export function keys(names: Names): Readonly<Record<KeyName, KeyDefinition>> {
  return record(KEY_NAMES, (key): KeyDefinition => {
    const isSymmetric = SPECS[key] === "SYMMETRIC_DEFAULT";
    return {
      policy: keyPolicy(names, key),
      usage: isSymmetric ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY",
      spec: SPECS[key],
      // S3 treats a multi-Region key as a single-Region one, so a bucket's key gains nothing by it.
      multiRegion: key !== "storage" && key !== "archive",
      rotated: isSymmetric,
    };
  });
}

/**
 * The policy of one key. It does not pass on to IAM who may use the key, so an identity policy elsewhere in the
 * account, however wide, opens nothing. In a key policy the resource `*` means the key itself.
 */
function keyPolicy(names: Names, key: KeyName): PolicyDocument {
  const uses = keyUses(names).filter((entry) => entry.key === key);
  return document(
    allow({
      sid: "Administration",
      principal: { AWS: names.accountRootARN },
      actions: ADMINISTRATION,
      resources: ["*"],
    }),
    ...uses.map((entry) =>
      allow({
        sid: `Use${entry.user}`,
        principal: { AWS: names.tenantRoles[entry.user].arn },
        actions: entry.actions,
        resources: ["*"],
        condition: entry.condition,
      }),
    ),
    ...(key === "fields" ? provision(names) : []),
    ...(key === "storage" ? backupKeyUses(names) : []),
  );
}

/** A clinic's field key is made once, wrapped, when the clinic is set up; who has it made never sees it. */
function provision(names: Names): readonly PolicyStatement[] {
  if (names.provisionerARN === undefined) return [];
  return [
    allow({
      sid: "Provision",
      principal: { AWS: names.provisionerARN },
      actions: ["kms:GenerateDataKeyWithoutPlaintext"],
      resources: ["*"],
      condition: {
        StringLike: { "kms:EncryptionContext:clinic": CLINIC_PATTERN },
        "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["clinic"] },
        Null: { "kms:EncryptionContext:clinic": "false", "kms:EncryptionContextKeys": "false" },
      },
    }),
  ];
}
