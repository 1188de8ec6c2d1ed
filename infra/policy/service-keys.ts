import { allow, document, type Condition, type PolicyDocument, type PolicyStatement } from "./document.ts";
import { ADMINISTRATION, type KeyDefinition } from "./keys.ts";
import { record, type Names } from "./names.ts";

/**
 * Keys with which AWS's services encrypt what they keep for us; no function calls KMS with them. `tables` encrypts
 * DynamoDB, `settings` the functions' variables, `monitoring` log groups and the alarm topic, `trail` what CloudTrail
 * writes, `backups` the backup vault.
 */
export const SERVICE_KEY_NAMES = ["tables", "settings", "monitoring", "trail", "backups"] as const;
export type ServiceKeyName = (typeof SERVICE_KEY_NAMES)[number];

/** What a service needs of a key to encrypt with it; without wildcards, so that each right is seen. */
const ENCRYPTION = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:DescribeKey",
] as const;

/** Every service key by alias: symmetric, for one Region, rotated by KMS each year. */
export function serviceKeys(names: Names): Readonly<Record<ServiceKeyName, KeyDefinition>> {
  const uses = useStatements(names);
  return record(SERVICE_KEY_NAMES, (key): KeyDefinition => ({
    policy: withAdministration(names, uses[key]),
    usage: "ENCRYPT_DECRYPT",
    spec: "SYMMETRIC_DEFAULT",
    multiRegion: false,
    rotated: true,
  }));
}

function useStatements(names: Names): Readonly<Record<ServiceKeyName, readonly PolicyStatement[]>> {
  return {
    // Whoever may call DynamoDB reads through this key: it guards the disks, the roles guard the rows.
    tables: through(names, "dynamodb", "*"),
    // An administrator who may see a function needs a right to this key too before he sees its variables.
    settings: through(names, "lambda", names.accountRootARN),
    monitoring: [logGroups(names), alarms(names)],
    trail: trail(names),
    backups: through(names, "backup", "*"),
  };
}

function withAdministration(names: Names, uses: readonly PolicyStatement[]): PolicyDocument {
  return document(
    allow({
      sid: "Administration",
      principal: { AWS: names.accountRootARN },
      actions: ADMINISTRATION,
      resources: ["*"],
    }),
    ...uses,
  );
}

/** Use by principals of this account, through one service only; grants for that service's own resources only. */
function through(names: Names, service: string, principal: string): readonly PolicyStatement[] {
  const condition: Condition = {
    StringEquals: {
      "kms:CallerAccount": names.account,
      "kms:ViaService": `${service}.${names.region}.amazonaws.com`,
    },
  };
  const shared = { principal: { AWS: principal }, resources: ["*"] };
  return [
    allow({ ...shared, sid: "ThroughService", actions: ENCRYPTION, condition }),
    allow({
      ...shared,
      sid: "GrantToService",
      actions: ["kms:CreateGrant"],
      condition: { ...condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

function logGroups(names: Names): PolicyStatement {
  return allow({
    sid: "LogGroups",
    principal: { Service: `logs.${names.region}.amazonaws.com` },
    actions: ENCRYPTION,
    resources: ["*"],
    condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${names.region}:${names.account}:log-group:*`,
      },
    },
  });
}

function alarms(names: Names): PolicyStatement {
  return allow({
    sid: "Alarms",
    principal: { Service: "cloudwatch.amazonaws.com" },
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["*"],
    condition: { StringEquals: { "aws:SourceAccount": names.account } },
  });
}

function trail(names: Names): readonly PolicyStatement[] {
  const condition: Condition = { StringEquals: { "aws:SourceArn": names.trail.arn } };
  const cloudtrail = { principal: { Service: "cloudtrail.amazonaws.com" }, resources: ["*"] };
  return [
    allow({
      ...cloudtrail,
      sid: "Trail",
      actions: ["kms:GenerateDataKey"],
      condition: {
        StringEquals: {
          "aws:SourceArn": names.trail.arn,
          "kms:EncryptionContext:aws:cloudtrail:arn": names.trail.arn,
        },
      },
    }),
    // In a bucket with a key of its own, CloudTrail takes no trail whose files it could not open as well.
    allow({ ...cloudtrail, sid: "TrailKey", actions: ["kms:DescribeKey", "kms:Decrypt"], condition }),
    // Who looks into an incident: an administrator who may read the bucket, and no other way.
    allow({
      sid: "TrailReading",
      principal: { AWS: names.accountRootARN },
      actions: ["kms:Decrypt"],
      resources: ["*"],
      condition: { StringEquals: { "kms:ViaService": `s3.${names.region}.amazonaws.com` } },
    }),
  ];
}
