import { sealAndHash, sealOnly } from "./engine.ts";
import { encryptOnly, hashOnly, readOnly, smallCalls, wholeParts } from "./floors.ts";
import { age, libsodium, openpgp, rfc8188 } from "./peers.ts";
import type { Work } from "./work.ts";

/** Everything that a worker can be asked for. @param awsClient AWS's own for this platform, by its frame's length */
export function worksWith(awsClient: (frameLength: number) => Work): Readonly<Record<string, Work>> {
  return {
    none: () => Promise.resolve(),
    wholeParts,
    smallCalls,
    encryptOnly,
    hashOnly,
    readOnly,
    sealAndHash,
    sealOnly,
    awsDefault: awsClient(4 * 1024),
    aws64: awsClient(64 * 1024),
    age,
    openpgp,
    libsodium,
    rfc8188,
  };
}
