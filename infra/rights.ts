import { names } from "./place.ts";
import { DEPLOYED_FUNCTIONS } from "./policy/index.ts";
import { baseRoles, tenantRoles, title } from "./roles.ts";
import { whole } from "./whole.ts";

/** What each function may do before it acts for a clinic; a function must not be called before it may. */
export const baseRights = DEPLOYED_FUNCTIONS.map((name) =>
  rights(`${title(name)}Rights`, baseRoles[name], names.baseRoles[name].name),
);

for (const name of DEPLOYED_FUNCTIONS) {
  rights(`${title(name)}TenantRights`, tenantRoles[name], names.tenantRoles[name].name);
}

function rights(resource: string, role: aws.iam.Role, name: string): aws.iam.RolePolicy {
  return new aws.iam.RolePolicy(resource, {
    role: role.name,
    name: "rights",
    policy: $jsonStringify(whole.apply(({ roles }) => roles[name].identity)),
  });
}
