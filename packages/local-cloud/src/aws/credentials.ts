import { randomBytes } from "node:crypto";
import type { Clock, Credential, CredentialStore } from "./principal.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * A store of credentials in memory. `issue` draws the access key id: `ASIA…` when the credential has a session
 * token, `AKIA…` otherwise, the prefixes IAM gives them ("Unique identifiers" in the IAM user guide).
 */
export function createCredentialStore(clock: Clock): CredentialStore {
  const byAccessKeyId = new Map<string, Credential>();
  let sweepAtSize = 1024;

  const isExpired = (credential: Credential): boolean =>
    credential.expiresAtMs !== undefined && credential.expiresAtMs <= clock.now();

  // A long run issues credentials for ever; sweeping only when the map has doubled keeps `issue` cheap.
  function sweep(): void {
    if (byAccessKeyId.size < sweepAtSize) return;
    for (const [id, credential] of byAccessKeyId) if (isExpired(credential)) byAccessKeyId.delete(id);
    sweepAtSize = Math.max(1024, byAccessKeyId.size * 2);
  }

  return {
    find(accessKeyId) {
      const credential = byAccessKeyId.get(accessKeyId);
      return credential === undefined || isExpired(credential) ? undefined : credential;
    },
    issue(credential) {
      sweep();
      const prefix = credential.sessionToken === undefined ? "AKIA" : "ASIA";
      const issued: Credential = { ...credential, accessKeyId: prefix + randomBase32(16) };
      byAccessKeyId.set(issued.accessKeyId, issued);
      return issued;
    },
  };
}

function randomBase32(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join("");
}
