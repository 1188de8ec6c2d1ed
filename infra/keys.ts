import { roleForBackup, roleForRestore } from "./backup-roles.ts";
import { kept, names, plan, prefix } from "./place.ts";
import { KEY_NAMES, record, SERVICE_KEY_NAMES, serviceKeys, type KeyDefinition } from "./policy/index.ts";
import { tenantRoles, title } from "./roles.ts";

const LONGEST_WAIT_DAYS = 30;

/** The keys that functions use. KMS refuses a policy with a role that is not there, hence the order. */
export const keys = record(KEY_NAMES, (name) => key(name, plan.keys[name]));

/** The keys that AWS's services use for us. */
export const keysOfServices = record(SERVICE_KEY_NAMES, (name) => key(name, serviceKeys(names)[name]));

function key(name: string, { policy, usage, spec, multiRegion, rotated }: KeyDefinition): aws.kms.Key {
  const made = new aws.kms.Key(
    `${title(name)}Key`,
    {
      description: `${prefix}: ${name}`,
      policy: JSON.stringify(policy),
      keyUsage: usage,
      customerMasterKeySpec: spec,
      multiRegion,
      enableKeyRotation: rotated,
      deletionWindowInDays: LONGEST_WAIT_DAYS,
    },
    { ...kept, dependsOn: [...Object.values(tenantRoles), roleForBackup, roleForRestore] },
  );
  new aws.kms.Alias(`${title(name)}KeyAlias`, { name: `alias/${prefix}-${name}`, targetKeyId: made.keyId });
  return made;
}
