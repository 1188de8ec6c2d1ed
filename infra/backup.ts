import { roleForBackup, roleForRestore } from "./backup-roles.ts";
import { documentBucket } from "./document-bucket.ts";
import { keysOfServices } from "./keys.ts";
import { isProduction, kept, names, prefix, settings } from "./place.ts";
import { backedUpTables, backupRole, KEPT_DAYS, restoreRole, serviceKeys } from "./policy/index.ts";
import { whole } from "./whole.ts";

/** In production the lock cannot be taken back once so many days have passed. */
const LOCK_GRACE_DAYS = 3;

const SCHEDULES = { daily: "cron(0 5 * * ? *)", weekly: "cron(0 7 ? * SUN *)" } as const;

const vaults = [
  vault("Backups", keysOfServices.backups),
  ...(settings.backupRegion === undefined ? [] : [secondVault(settings.backupRegion)]),
];
const [near, far] = vaults;

const vaultARNs = $resolve(vaults.map(({ arn }) => arn));
const rights = [
  new aws.iam.RolePolicy("BackupRights", {
    role: roleForBackup.name,
    name: "rights",
    policy: $jsonStringify(
      $resolve({ arns: vaultARNs, deployment: whole }).apply(
        ({ arns, deployment }) => backupRole(deployment.names, arns).identity,
      ),
    ),
  }),
  new aws.iam.RolePolicy("RestoreRights", {
    role: roleForRestore.name,
    name: "rights",
    policy: $jsonStringify(
      whole.apply((deployment) => restoreRole(deployment.names, settings.backupRegion).identity),
    ),
  }),
];

const plan = new aws.backup.Plan("BackupPlan", {
  name: prefix,
  rules: (["daily", "weekly"] as const).map((ruleName) => {
    const lifecycle = { deleteAfter: KEPT_DAYS[ruleName] };
    return {
      ruleName,
      targetVaultName: near.name,
      schedule: SCHEDULES[ruleName],
      lifecycle,
      copyActions: far === undefined ? [] : [{ destinationVaultArn: far.arn, lifecycle }],
    };
  }),
});

new aws.backup.Selection(
  "BackupSelection",
  {
    planId: plan.id,
    name: "tables-and-documents",
    iamRoleArn: roleForBackup.arn,
    resources: [...backedUpTables(names), names.documentBucket].map(({ arn }) => arn),
  },
  { dependsOn: [...rights, documentBucket] },
);

function vault(title: string, key: aws.kms.Key, region?: string): aws.backup.Vault {
  const made = new aws.backup.Vault(title, { name: prefix, kmsKeyArn: key.arn, region }, kept);
  new aws.backup.VaultLockConfiguration(`${title}Lock`, {
    backupVaultName: made.name,
    region,
    minRetentionDays: KEPT_DAYS.daily,
    maxRetentionDays: KEPT_DAYS.weekly,
    changeableForDays: isProduction ? LOCK_GRACE_DAYS : undefined,
  });
  return made;
}

/** Copies in another Region, under a key that lies there. */
function secondVault(region: string): aws.backup.Vault {
  const { policy } = serviceKeys({ ...names, region }).backups;
  const key = new aws.kms.Key(
    "BackupCopiesKey",
    {
      region,
      description: `${prefix}: backup copies`,
      policy: JSON.stringify(policy),
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    },
    kept,
  );
  return vault("BackupCopies", key, region);
}
