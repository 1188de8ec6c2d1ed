import { keysOfServices } from "./keys.ts";
import { isProduction, kept, names, prefix, settings } from "./place.ts";
import { backedUpTables, backupRole, serviceKeys } from "./policy/index.ts";

/** As long as point-in-time recovery: what is deleted must be gone one day. */
const KEPT_DAYS = 35;
/** In production the lock cannot be taken back once so many days have passed. */
const LOCK_GRACE_DAYS = 3;

const vaults = [
  vault("Backups", keysOfServices.backups),
  ...(settings.backupRegion === undefined ? [] : [secondVault(settings.backupRegion)]),
];
const [near, far] = vaults;

const roleName = `${prefix}-backup`;
const role = new aws.iam.Role("BackupRole", {
  name: roleName,
  assumeRolePolicy: JSON.stringify(backupRole(names, []).trust),
});
const rights = new aws.iam.RolePolicy("BackupRights", {
  role: role.name,
  name: "rights",
  policy: $jsonStringify(
    $resolve(vaults.map(({ arn }) => arn)).apply((arns) => backupRole(names, arns).identity),
  ),
});

const plan = new aws.backup.Plan("BackupPlan", {
  name: prefix,
  rules: [
    {
      ruleName: "daily",
      targetVaultName: near.name,
      schedule: "cron(0 5 * * ? *)",
      lifecycle: { deleteAfter: KEPT_DAYS },
      copyActions:
        far === undefined ? [] : [{ destinationVaultArn: far.arn, lifecycle: { deleteAfter: KEPT_DAYS } }],
    },
  ],
});

new aws.backup.Selection(
  "BackupSelection",
  {
    planId: plan.id,
    name: "tables",
    iamRoleArn: role.arn,
    resources: backedUpTables(names).map(({ arn }) => arn),
  },
  { dependsOn: [rights] },
);

function vault(title: string, key: aws.kms.Key, region?: string): aws.backup.Vault {
  const made = new aws.backup.Vault(title, { name: prefix, kmsKeyArn: key.arn, region }, kept);
  new aws.backup.VaultLockConfiguration(`${title}Lock`, {
    backupVaultName: made.name,
    region,
    minRetentionDays: KEPT_DAYS,
    maxRetentionDays: KEPT_DAYS,
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
