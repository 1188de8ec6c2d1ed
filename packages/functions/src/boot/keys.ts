import type { KeyDeps } from "@postern/core/key";
import { identifier } from "../http/identify.ts";
import { KeysEnvironment, readEnvironment } from "./environment.ts";
import { addressHasher, edgeOptions, ground } from "./http.ts";

export function bootKeys() {
  const environment = readEnvironment(KeysEnvironment);
  const stand = ground(environment);
  const identify = identifier<KeyDeps>({
    stand,
    hash: addressHasher(environment.HASH_SECRET),
    depsOf: ({ database, dataKeys }) => ({ reader: database, dataKeys }),
  });
  return { edge: edgeOptions(environment, stand), identify };
}
