import { names, plan } from "./place.ts";
import { DEPLOYED_FUNCTIONS, record } from "./policy/index.ts";

/** Base roles: what a function runs as. Rights are given in `rights.ts`, for they name keys that name roles. */
export const baseRoles = record(DEPLOYED_FUNCTIONS, (name) =>
  role(`${title(name)}Role`, names.baseRoles[name].name),
);

/** Tenant roles: what a function becomes to act for one clinic. Their trust names the base roles, which must be there. */
export const tenantRoles = record(DEPLOYED_FUNCTIONS, (name) =>
  role(`${title(name)}TenantRole`, names.tenantRoles[name].name, [baseRoles[name]]),
);

/** A part's name as it stands in names of resources: `ingest-dead` as `IngestDead`. */
export function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

function role(resource: string, name: string, dependsOn: aws.iam.Role[] = []): aws.iam.Role {
  return new aws.iam.Role(
    resource,
    {
      name,
      assumeRolePolicy: JSON.stringify(plan.roles[name].trust),
      // A tenant session is renewed well before; chained roles last one hour at most.
      maxSessionDuration: 3600,
      forceDetachPolicies: true,
    },
    { dependsOn },
  );
}
