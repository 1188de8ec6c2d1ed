import { type AuthenticatorData, readAuthenticatorData } from "./authenticator-data.ts";
import { decodeCbor } from "./cbor.ts";
import { checkAuthenticatorData, checkClientData, type Expected } from "./ceremony.ts";
import { type PasskeyKey, readCoseKey } from "./cose-key.ts";
import { bytes, type CredentialJson, readCredential, texts } from "./credential-json.ts";
import { CeremonyFault, decoding } from "./fault.ts";

/** A credential that was just made. */
export interface Registered {
  /** Base64url without padding. */
  readonly id: string;
  readonly key: PasskeyKey;
  readonly signCount: number;
  readonly isBackupEligible: boolean;
  readonly attachment: string | undefined;
  readonly transports: readonly string[];
}

/** W3C WebAuthn Level 3 §4, "Credential ID": at least 16 bytes, at most 1023. */
const ID_BYTES = { least: 16, most: 1023 };

const RESPONSE_MEMBERS = [
  "clientDataJSON",
  "authenticatorData",
  "transports",
  "publicKey",
  "publicKeyAlgorithm",
  "attestationObject",
];

/**
 * Verifies a `RegistrationResponseJSON` by W3C WebAuthn Level 3 §7.1. No attestation was asked for, so none is taken.
 * Whether the credential's id is taken already, the caller must see.
 * @throws CeremonyFault
 */
export function verifyRegistration(json: unknown, expected: Expected): Registered {
  const credential = decoding("data", () => readCredential(json, RESPONSE_MEMBERS));
  const { id, attachment, response } = credential;
  const clientData = decoding("data", () => bytes(response, "clientDataJSON"));
  checkClientData(clientData, "webauthn.create", expected);
  const data = readAttestation(credential);
  checkAuthenticatorData(data, expected);
  if (!data.attested) throw new CeremonyFault("data", "The new credential is missing");
  const { coseKey, id: idBytes } = data.attested;
  if (idBytes.toString("base64url") !== id) throw new CeremonyFault("data", "The id is another credential's");
  if (idBytes.length < ID_BYTES.least || idBytes.length > ID_BYTES.most)
    throw new CeremonyFault("unsupported", "The id is too short or too long");
  const key = decoding("unsupported", () => readCoseKey(coseKey));
  if (response["publicKeyAlgorithm"] !== key.algorithm)
    throw new CeremonyFault("data", "publicKeyAlgorithm is not the key's");
  const transports = decoding("data", () => texts(response, "transports"));
  const { signCount, isBackupEligible } = data;
  return { id, key, signCount, isBackupEligible, attachment, transports };
}

/** The attestation object (§6.5.4), whose authenticator data the page must have told alike. */
function readAttestation({ response }: CredentialJson): AuthenticatorData {
  const { value, rest } = decoding("data", () => decodeCbor(bytes(response, "attestationObject")));
  if (!(value instanceof Map) || rest.length > 0 || value.size !== 3)
    throw new CeremonyFault("data", "The attestation object is malformed");
  const [statement, authData] = [value.get("attStmt"), value.get("authData")];
  if (value.get("fmt") !== "none" || !(statement instanceof Map) || statement.size > 0)
    throw new CeremonyFault("unsupported", "An attestation was not asked for");
  if (
    !Buffer.isBuffer(authData) ||
    !authData.equals(decoding("data", () => bytes(response, "authenticatorData")))
  )
    throw new CeremonyFault("data", "authenticatorData is not that of the attestation object");
  return decoding("data", () => readAuthenticatorData(authData));
}
