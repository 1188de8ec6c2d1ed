import { names } from "./place.ts";
import { backupTrust } from "./policy/index.ts";

/** Under which AWS Backup works. Made before the documents' key, whose policy names them. */
export const roleForBackup = role("BackupRole", names.backupRole.name);
export const roleForRestore = role("RestoreRole", names.restoreRole.name);

function role(resource: string, name: string): aws.iam.Role {
  return new aws.iam.Role(resource, { name, assumeRolePolicy: JSON.stringify(backupTrust(names)) });
}
