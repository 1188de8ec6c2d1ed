import { connectDataKeys, perTenant, type Tenant } from "@postern/core/aws";
import { openFields, type Fields } from "@postern/core/field";

/** A clinic's field key is unwrapped once per connection; a failure is tried again. */
export function fieldsOf(): (tenant: Tenant) => () => Promise<Fields> {
  return perTenant(({ clinicID, database, credentials }) => {
    let opened: Promise<Fields> | undefined;
    return () => {
      if (opened !== undefined) return opened;
      opened = openFields(database, connectDataKeys(credentials), clinicID);
      opened.catch(() => (opened = undefined));
      return opened;
    };
  });
}
