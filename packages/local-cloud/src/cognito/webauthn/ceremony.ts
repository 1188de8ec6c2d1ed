import { createHash } from "node:crypto";
import type { AuthenticatorData } from "./authenticator-data.ts";
import { object } from "./credential-json.ts";
import { CeremonyFault, decoding } from "./fault.ts";

/** What a ceremony was begun with. */
export interface Expected {
  /** Base64url without padding. */
  readonly challenge: string;
  readonly relyingPartyId: string;
  readonly needsUserVerification: boolean;
}

/**
 * Judges what the browser says of a ceremony: W3C WebAuthn Level 3 §7.1 steps 5 to 11, §7.2 steps 8 to 13. The page must
 * be the relying party's own, in no frame of another origin.
 * @throws CeremonyFault `data`, `challenge`, `origin`
 */
export function checkClientData(
  bytes: Buffer,
  type: "webauthn.create" | "webauthn.get",
  expected: Expected,
): void {
  const client = decoding("data", () =>
    object(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))),
  );
  if (client["type"] !== type) throw new CeremonyFault("data", "The ceremony is of another type");
  if (client["challenge"] !== expected.challenge)
    throw new CeremonyFault("challenge", "The challenge is not the one that was given");
  const isAlone = (client["crossOrigin"] ?? false) === false && client["topOrigin"] === undefined;
  if (!isAlone || !isOwnOrigin(client["origin"], expected.relyingPartyId))
    throw new CeremonyFault("origin", "The page is not the relying party's");
}

/**
 * Judges what the authenticator says of a ceremony: W3C WebAuthn Level 3 §7.1 steps 14 to 18, §7.2 steps 15 to 19.
 * @throws CeremonyFault `relyingParty`, `unsupported`
 */
export function checkAuthenticatorData(data: AuthenticatorData, expected: Expected): void {
  const own = createHash("sha256").update(expected.relyingPartyId).digest();
  if (!own.equals(data.relyingPartyHash))
    throw new CeremonyFault("relyingParty", "The credential is another relying party's");
  if (!data.isUserPresent) throw new CeremonyFault("unsupported", "Nobody was present");
  if (expected.needsUserVerification && !data.isUserVerified)
    throw new CeremonyFault("unsupported", "The person was not verified");
  if (data.isBackedUp && !data.isBackupEligible)
    throw new CeremonyFault("unsupported", "The credential is backed up and may not be");
}

/** HTTPS on the relying party's own host, any port; a browser takes `http://localhost` for as good. */
function isOwnOrigin(origin: unknown, relyingPartyId: string): boolean {
  if (typeof origin !== "string" || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  const isSecure = url.protocol === "https:" || (url.protocol === "http:" && url.hostname === "localhost");
  return url.origin === origin && url.hostname === relyingPartyId && isSecure;
}
