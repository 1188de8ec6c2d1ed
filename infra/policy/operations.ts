import { allow, deny, document, type PolicyDocument } from "./document.ts";
import { TABLE_NAMES, type Named, type Names } from "./names.ts";
import type { Role } from "./roles.ts";

/** The tables that backups hold: all but the rate counters, which live for minutes. */
export function backedUpTables(names: Names): readonly Named[] {
  return TABLE_NAMES.filter((table) => table !== "limit").map((table) => names.tables[table]);
}

/**
 * The role under which AWS Backup copies tables into the vault. It can read no row: a backup is made and kept by
 * the services themselves.
 * @param vaultARNs the vault, and the one in the second Region when there is one.
 */
export function backupRole(names: Names, vaultARNs: readonly string[]): Role {
  const tables = backedUpTables(names).map((table) => table.arn);
  return {
    trust: document(
      allow({
        sid: "Backup",
        principal: { Service: "backup.amazonaws.com" },
        actions: ["sts:AssumeRole"],
        condition: { StringEquals: { "aws:SourceAccount": names.account } },
      }),
    ),
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
    ),
  };
}

/** The alarms of this account may publish, over TLS. */
export function alarmTopicPolicy(names: Names, topicARN: string): PolicyDocument {
  return document(
    deny({
      sid: "DenyPlainHTTP",
      principal: "*",
      actions: ["sns:Publish"],
      resources: [topicARN],
      condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
    allow({
      sid: "Alarms",
      principal: { Service: "cloudwatch.amazonaws.com" },
      actions: ["sns:Publish"],
      resources: [topicARN],
      condition: {
        StringEquals: { "aws:SourceAccount": names.account },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${names.region}:${names.account}:alarm:*` },
      },
    }),
  );
}
