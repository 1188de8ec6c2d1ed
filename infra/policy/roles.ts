import { baseIdentity } from "./base-roles.ts";
import type { PolicyDocument } from "./document.ts";
import type { Names } from "./names.ts";
import { tenantIdentity } from "./tenant-roles.ts";
import { baseTrust, tenantTrust } from "./trust.ts";

/** What a role may do, and who may assume it. */
export interface Role {
  readonly identity: PolicyDocument;
  readonly trust: PolicyDocument;
}

/** Every role by its name: for each deployed function a base role, and a tenant role that only the base role may assume. */
export function roles(names: Names): Readonly<Record<string, Role>> {
  return Object.fromEntries(
    names.functions.flatMap((name): [string, Role][] => [
      [names.baseRoles[name].name, { identity: baseIdentity(names, name), trust: baseTrust() }],
      [
        names.tenantRoles[name].name,
        { identity: tenantIdentity(names, name), trust: tenantTrust(names, name) },
      ],
    ]),
  );
}
