import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a test has go wrong in a ceremony. */
export interface Twist {
  readonly origin?: string;
  readonly relyingPartyId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string;
  readonly flags?: Partial<Record<Flag, boolean>>;
  /** Another credential id than the key's own. */
  readonly id?: Buffer;
  readonly format?: string;
  readonly algorithm?: number;
}

/** `CredentialCreationOptions`, as far as an authenticator looks at it. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string; readonly name: string };
  readonly authenticatorSelection: { readonly userVerification: string };
  readonly excludeCredentials: readonly { readonly id: string }[];
}

/** `CREDENTIAL_REQUEST_OPTIONS`, likewise. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly id: string }[];
  readonly userVerification: string;
}

const FLAGS = { userPresent: 1, userVerified: 4, backupEligible: 8, backedUp: 16, attested: 64 } as const;
type Flag = keyof typeof FLAGS;

/** CBOR (RFC 8949) of what an attestation object holds; all numbers fit two bytes. */
export function encodeCbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) {
    const entries = [...value].flat().map((item) => encodeCbor(item));
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  throw new TypeError("The fixture does not encode this");
}

function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.of((major << 5) | argument);
  if (argument < 256) return Buffer.of((major << 5) | 24, argument);
  return Buffer.of((major << 5) | 25, argument >> 8, argument & 255);
}

/** An authenticator with one passkey of P-256, and the browser around it, on a page of `origin`. */
export function softwareAuthenticator(origin: string, { isCounting = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let signCount = isCounting ? 1 : 0;
  return {
    id: id.toString("base64url"),
    /** `navigator.credentials.create`, as `toJSON` gives it. */
    create(options: CreationOptions, twist: Twist = {}) {
      const idBytes = twist.id ?? id;
      const authData = Buffer.concat([
        authenticatorData(options.rp.id, { ...twist, flags: { ...twist.flags, attested: true } }, signCount),
        attested(idBytes, publicKey, twist),
      ]);
      const attestation = new Map<string, unknown>([
        ["fmt", twist.format ?? "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]);
      return frame(idBytes, {
        clientDataJSON: clientData("webauthn.create", options.challenge, { origin, ...twist }),
        authenticatorData: authData,
        attestationObject: encodeCbor(attestation),
        publicKey: publicKey.export({ format: "der", type: "spki" }),
        publicKeyAlgorithm: twist.algorithm ?? -7,
        transports: ["internal"],
      });
    },
    /** `navigator.credentials.get`, as `toJSON` gives it. */
    get(options: RequestOptions, twist: Twist = {}) {
      signCount += isCounting ? 1 : 0;
      const authData = authenticatorData(options.rpId, twist, signCount);
      const clientDataJSON = clientData("webauthn.get", options.challenge, { origin, ...twist });
      return frame(id, {
        clientDataJSON,
        authenticatorData: authData,
        signature: sign("sha256", Buffer.concat([authData, sha256(clientDataJSON)]), privateKey),
        ...(twist.userHandle !== undefined && { userHandle: twist.userHandle }),
      });
    },
  };
}

export type SoftwareAuthenticator = ReturnType<typeof softwareAuthenticator>;

function coseOf(publicKey: KeyObject, algorithm = -7): Map<number, unknown> {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return new Map<number, unknown>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** The credential as JSON, its bytes in base64url. */
function frame(idBytes: Buffer, response: Readonly<Record<string, unknown>>) {
  const id = idBytes.toString("base64url");
  const encode = (value: unknown) => (Buffer.isBuffer(value) ? value.toString("base64url") : value);
  return {
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: "platform",
    clientExtensionResults: { credProps: { rk: true } },
    response: Object.fromEntries(Object.entries(response).map(([name, value]) => [name, encode(value)])),
  };
}

function clientData(type: string, challenge: string, twist: Twist): Buffer {
  const { origin, crossOrigin = false } = twist;
  const stated = { type: twist.type ?? type, challenge: twist.challenge ?? challenge, origin, crossOrigin };
  return Buffer.from(JSON.stringify(stated));
}

function authenticatorData(relyingPartyId: string, twist: Twist, signCount: number): Buffer {
  const flags = { userPresent: true, userVerified: true, backupEligible: true, ...twist.flags };
  const bits: number[] = Object.entries(flags).map(([flag, isSet]) => (isSet ? FLAGS[flag as Flag] : 0));
  const fixed = Buffer.alloc(5);
  fixed.writeUInt8(bits.reduce((all, bit) => all | bit, 0));
  fixed.writeUInt32BE(twist.signCount ?? signCount, 1);
  return Buffer.concat([sha256(Buffer.from(twist.relyingPartyId ?? relyingPartyId)), fixed]);
}

/** Attested credential data (W3C WebAuthn Level 3 §6.5.1), of no particular make of authenticator. */
function attested(id: Buffer, publicKey: KeyObject, { algorithm }: Twist): Buffer {
  const length = Buffer.of(id.length >> 8, id.length & 255);
  return Buffer.concat([Buffer.alloc(16), length, id, encodeCbor(coseOf(publicKey, algorithm))]);
}
