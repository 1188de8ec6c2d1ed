import { createCursors } from "@postern/core/kernel";
import type { OversightDeps } from "@postern/core/oversight";
import { identifier } from "../http/identify.ts";
import { AdminEnvironment, readEnvironment, secretBytes } from "./environment.ts";
import { fieldsOf } from "./fields.ts";
import { addressHasher, edgeOptions, ground } from "./http.ts";

export function bootAdmin() {
  const environment = readEnvironment(AdminEnvironment);
  const stand = ground(environment);
  const cursors = createCursors(secretBytes(environment.CURSOR_SECRET));
  const fields = fieldsOf();
  const identify = identifier<OversightDeps>({
    stand,
    hash: addressHasher(environment.HASH_SECRET),
    depsOf: (tenant) => ({ reader: tenant.database, cursors, fields: fields(tenant) }),
  });
  return { edge: edgeOptions(environment, stand), identify };
}
