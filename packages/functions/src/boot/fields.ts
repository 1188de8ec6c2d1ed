import type { Tenant } from "@postern/core/aws";
import { openFields, type Fields } from "@postern/core/field";

/** A clinic's field key is unwrapped once per connection, and lives as long as its credentials. */
export function fieldsOf(): (tenant: Tenant) => () => Promise<Fields> {
  const opened = new WeakMap<Tenant, Promise<Fields>>();
  return (tenant) => () => {
    const known = opened.get(tenant);
    if (known !== undefined) return known;
    const opening = openFields(tenant.database, tenant.dataKeys, tenant.clinicID);
    opened.set(tenant, opening);
    opening.catch(() => opened.delete(tenant));
    return opening;
  };
}
