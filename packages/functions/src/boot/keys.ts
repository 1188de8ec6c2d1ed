import { connectDataKeys, perTenant } from "@postern/core/aws";
import type { KeyDeps } from "@postern/core/key";
import { identifier } from "../http/identify.ts";
import { KeysEnvironment, readEnvironment } from "./environment.ts";
import { addressHasher, edgeOptions, ground } from "./http.ts";

export function bootKeys() {
  const environment = readEnvironment(KeysEnvironment);
  const stand = ground(environment);
  const dataKeys = perTenant(({ credentials }) => connectDataKeys(credentials));
  const identify = identifier<KeyDeps>({
    stand,
    hash: addressHasher(environment.HASH_SECRET),
    depsOf: (tenant) => ({ reader: tenant.database, dataKeys: dataKeys(tenant) }),
  });
  return { edge: edgeOptions(environment, stand), identify };
}
