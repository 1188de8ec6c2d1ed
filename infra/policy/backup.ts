import { allow, document, type PolicyDocument, type PolicyStatement } from "./document.ts";
import { TABLE_NAMES, type Named, type Names } from "./names.ts";
import type { Role } from "./roles.ts";

/** The tables that backups hold: all but the rate counters, which live for minutes. */
export function backedUpTables(names: Names): readonly Named[] {
  return TABLE_NAMES.filter((table) => table !== "limit").map((table) => names.tables[table]);
}

/** How long copies of one rule are kept, in days. */
export const KEPT_DAYS = { daily: 7, weekly: 35 } as const;

/** AWS Backup itself, for this account only. */
export function backupTrust(names: Names): PolicyDocument {
  return document(
    allow({
      sid: "Backup",
      principal: { Service: "backup.amazonaws.com" },
      actions: ["sts:AssumeRole"],
      condition: { StringEquals: { "aws:SourceAccount": names.account } },
    }),
  );
}

/**
 * What AWS Backup may do in order to copy tables and documents into the vault. It reads no row, for DynamoDB makes its
 * backups itself, and of documents the sealed bytes. The rights on S3 are those of AWS's own policy, on one bucket; a list of all
 * buckets is left out.
 * @param vaultARNs the vault, and the one in the second Region when there is one.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Backup.html
 */
export function backupRole(names: Names, vaultARNs: readonly string[]): Role {
  const tables = backedUpTables(names).map((table) => table.arn);
  return {
    trust: backupTrust(names),
    identity: document(
      allow({
        sid: "Tables",
        actions: [
          "dynamodb:DescribeTable",
          "dynamodb:CreateBackup",
          "dynamodb:StartAwsBackupJob",
          "dynamodb:ListTagsOfResource",
        ],
        resources: tables,
      }),
      allow({
        sid: "Backups",
        actions: ["dynamodb:DescribeBackup", "dynamodb:DeleteBackup"],
        resources: tables.map((arn) => `${arn}/backup/*`),
      }),
      allow({
        sid: "Vaults",
        actions: ["backup:DescribeBackupVault", "backup:CopyFromBackupVault", "backup:CopyIntoBackupVault"],
        resources: vaultARNs,
      }),
      ...documentStatements(names),
      ...listeningStatements(names),
    ),
  };
}

function documentStatements(names: Names): readonly PolicyStatement[] {
  const { arn } = names.documentBucket;
  return [
    allow({
      sid: "DocumentBucket",
      actions: [
        "s3:GetBucketTagging",
        "s3:GetInventoryConfiguration",
        "s3:PutInventoryConfiguration",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:GetBucketVersioning",
        "s3:GetBucketLocation",
        "s3:GetBucketAcl",
        "s3:GetBucketNotification",
        "s3:PutBucketNotification",
      ],
      resources: [arn],
    }),
    allow({
      sid: "Documents",
      actions: [
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ],
      resources: [`${arn}/*`],
    }),
    storageKey(names, ["kms:Decrypt", "kms:DescribeKey"]),
  ];
}

/** AWS Backup hears of new objects by rules of its own, whose names begin so. The last two calls know no resource. */
function listeningStatements({ region, account }: Names): readonly PolicyStatement[] {
  return [
    allow({
      sid: "OwnRules",
      actions: [
        "events:PutRule",
        "events:DeleteRule",
        "events:DescribeRule",
        "events:EnableRule",
        "events:DisableRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:ListTargetsByRule",
      ],
      resources: [`arn:aws:events:${region}:${account}:rule/AwsBackupManagedRule*`],
    }),
    allow({
      sid: "Looking",
      actions: ["events:ListRules", "cloudwatch:GetMetricData"],
      resources: ["*"],
    }),
  ];
}

/**
 * What AWS Backup may do in order to bring tables and documents back: into tables and a bucket of other names, for what
 * is brought back shall be looked at first, and the documents' own bucket lets nothing be replaced. The rights are those of
 * AWS's own policies.
 * @param secondRegion where copies lie, when there are any: no table of ours stands there, so they may have their names.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Restore.html
 */
export function restoreRole(names: Names, secondRegion?: string): Role {
  const { arn } = names.restoredBucket;
  return {
    trust: backupTrust(names),
    identity: document(
      ...tableStatements(names, secondRegion),
      allow({
        sid: "RestoredBucket",
        actions: [
          "s3:CreateBucket",
          "s3:ListBucket",
          "s3:ListBucketVersions",
          "s3:GetBucketLocation",
          "s3:GetBucketVersioning",
          "s3:PutBucketVersioning",
          "s3:GetBucketOwnershipControls",
          "s3:PutBucketOwnershipControls",
        ],
        resources: [arn],
      }),
      allow({
        sid: "RestoredDocuments",
        actions: [
          "s3:GetObject",
          "s3:GetObjectAcl",
          "s3:GetObjectTagging",
          "s3:GetObjectVersion",
          "s3:GetObjectVersionAcl",
          "s3:PutObject",
          "s3:PutObjectAcl",
          "s3:PutObjectTagging",
          "s3:PutObjectVersionAcl",
          "s3:DeleteObject",
          "s3:ListMultipartUploadParts",
        ],
        resources: [`${arn}/*`],
      }),
      storageKey(names, ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]),
    ),
  };
}

/** DynamoDB writes into the new table as whoever restores; the key of the tables serves whoever may call DynamoDB. */
function tableStatements(names: Names, secondRegion: string | undefined): readonly PolicyStatement[] {
  const tables = backedUpTables(names).map((table) => table.arn);
  const there = secondRegion === undefined ? [] : tables.map((arn) => inRegion(arn, secondRegion));
  return [
    allow({
      sid: "TableBackups",
      actions: ["dynamodb:RestoreTableFromBackup"],
      resources: tables.map((arn) => `${arn}/backup/*`),
    }),
    allow({
      sid: "RestoredTables",
      actions: [
        "dynamodb:RestoreTableFromAwsBackup",
        "dynamodb:RestoreTableFromBackup",
        "dynamodb:DescribeTable",
        "dynamodb:Scan",
        "dynamodb:Query",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
      ],
      resources: [...tables.map((arn) => `${arn}-restored`), ...there],
    }),
  ];
}

/** The ARN of the same name in another Region. */
function inRegion(arn: string, region: string): string {
  return arn.split(":").with(3, region).join(":");
}

function storageKey(names: Names, actions: readonly string[]): PolicyStatement {
  return allow({
    sid: "StorageKey",
    actions,
    resources: [names.keyARNs.storage],
    condition: { StringEquals: { "kms:ViaService": `s3.${names.region}.amazonaws.com` } },
  });
}

/** What the policy of the documents' key says of both roles; it passes on to IAM nothing else. */
export function backupKeyUses(names: Names): readonly PolicyStatement[] {
  const used = (sid: string, role: Named, actions: readonly string[]) =>
    allow({
      sid,
      actions,
      resources: ["*"],
      principal: { AWS: role.arn },
      condition: { StringEquals: { "kms:ViaService": `s3.${names.region}.amazonaws.com` } },
    });
  return [
    used("Backup", names.backupRole, ["kms:Decrypt", "kms:DescribeKey"]),
    used("Restore", names.restoreRole, ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]),
  ];
}
