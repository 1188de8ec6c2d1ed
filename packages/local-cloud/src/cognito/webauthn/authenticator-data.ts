import { decodeCbor, type CborMap } from "./cbor.ts";

/** What an authenticator says of itself and of the ceremony. */
export interface AuthenticatorData {
  /** SHA-256 of the relying party's id. */
  readonly relyingPartyHash: Buffer;
  readonly isUserPresent: boolean;
  readonly isUserVerified: boolean;
  /** Whether the credential may be copied to other devices, and whether it has been. */
  readonly isBackupEligible: boolean;
  readonly isBackedUp: boolean;
  readonly signCount: number;
  /** The new credential; a registration has one, an assertion has none. */
  readonly attested: AttestedCredential | undefined;
}

export interface AttestedCredential {
  readonly id: Buffer;
  readonly coseKey: CborMap;
}

const FIXED_BYTES = 37;
const AAGUID_BYTES = 16;
const FLAGS = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
  extensions: 0x80,
};

/**
 * Reads authenticator data to its last byte: W3C WebAuthn Level 3 §6.1 and §6.5.1.
 * @throws RangeError when it is malformed
 */
export function readAuthenticatorData(bytes: Buffer): AuthenticatorData {
  if (bytes.length < FIXED_BYTES) throw new RangeError("Authenticator data is too short");
  const flags = bytes.readUInt8(32);
  const has = (flag: keyof typeof FLAGS) => (flags & FLAGS[flag]) !== 0;
  let rest = bytes.subarray(FIXED_BYTES);
  let attested: AttestedCredential | undefined;
  if (has("attested")) ({ attested, rest } = readAttested(rest));
  if (has("extensions")) rest = decodeMapThere(rest).rest;
  if (rest.length > 0) throw new RangeError("Authenticator data is too long");
  return {
    relyingPartyHash: bytes.subarray(0, 32),
    isUserPresent: has("userPresent"),
    isUserVerified: has("userVerified"),
    isBackupEligible: has("backupEligible"),
    isBackedUp: has("backedUp"),
    signCount: bytes.readUInt32BE(33),
    attested,
  };
}

function readAttested(bytes: Buffer): { attested: AttestedCredential; rest: Buffer } {
  const start = AAGUID_BYTES + 2;
  if (bytes.length < start) throw new RangeError("Attested credential data is too short");
  const end = start + bytes.readUInt16BE(AAGUID_BYTES);
  if (bytes.length < end) throw new RangeError("Attested credential data is too short");
  const { map, rest } = decodeMapThere(bytes.subarray(end));
  return { attested: { id: bytes.subarray(start, end), coseKey: map }, rest };
}

function decodeMapThere(bytes: Buffer): { map: CborMap; rest: Buffer } {
  const { value, rest } = decodeCbor(bytes);
  if (!(value instanceof Map)) throw new RangeError("A CBOR map is missing");
  return { map: value, rest };
}
