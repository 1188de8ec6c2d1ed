import { createHash } from "node:crypto";
import { readAuthenticatorData } from "./authenticator-data.ts";
import { checkAuthenticatorData, checkClientData, type Expected } from "./ceremony.ts";
import { isSignedBy, type PasskeyKey } from "./cose-key.ts";
import { bytes, readCredential } from "./credential-json.ts";
import { CeremonyFault, decoding } from "./fault.ts";

/** What is known of a credential since its registration. */
export interface Known {
  /** Base64url without padding. */
  readonly id: string;
  readonly key: PasskeyKey;
  readonly signCount: number;
  readonly isBackupEligible: boolean;
}

/** Whom the credential must belong to: the id that its registration gave, base64url without padding. */
export interface ExpectedAssertion extends Expected {
  readonly userHandle: string;
}

const RESPONSE_MEMBERS = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];

/**
 * Verifies an `AuthenticationResponseJSON` by W3C WebAuthn Level 3 §7.2, with one of the credentials that were offered.
 * A counter that stands still or goes back is refused, where the specification leaves it to the relying party.
 * @returns the counter to keep, and which credential it is
 * @throws CeremonyFault
 */
export function verifyAssertion(
  json: unknown,
  offered: readonly Known[],
  expected: ExpectedAssertion,
): { id: string; signCount: number } {
  const { id, response } = decoding("data", () => readCredential(json, RESPONSE_MEMBERS));
  const known = offered.find((candidate) => candidate.id === id);
  if (!known) throw new CeremonyFault("unsupported", "The credential was not offered");
  if ((response["userHandle"] ?? expected.userHandle) !== expected.userHandle)
    throw new CeremonyFault("unsupported", "The credential is somebody else's");
  const read = (name: string) => decoding("data", () => bytes(response, name));
  const [clientData, authData, signature] = [
    read("clientDataJSON"),
    read("authenticatorData"),
    read("signature"),
  ];
  checkClientData(clientData, "webauthn.get", expected);
  const data = decoding("data", () => readAuthenticatorData(authData));
  checkAuthenticatorData(data, expected);
  if (data.attested || data.isBackupEligible !== known.isBackupEligible)
    throw new CeremonyFault("unsupported", "The credential is not as it was registered");
  const signed = Buffer.concat([authData, createHash("sha256").update(clientData).digest()]);
  if (!isSignedBy(known.key, signed, signature)) throw new CeremonyFault("data", "The signature is wrong");
  const isCounted = data.signCount > 0 || known.signCount > 0;
  if (isCounted && data.signCount <= known.signCount)
    throw new CeremonyFault("unsupported", "The counter went back: there may be a copy of the authenticator");
  return { id, signCount: data.signCount };
}
