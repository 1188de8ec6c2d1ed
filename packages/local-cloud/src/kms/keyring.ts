import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { KeyMaterial, KeyOptions, SigningSpec } from "../options.ts";
import type { State } from "../state/state.ts";
import type { EncryptionContext } from "./input.ts";
import { keyArn, keyID, type KeyScope } from "./key-arn.ts";

interface KeyIdentity {
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
}
export interface SymmetricKey extends KeyIdentity {
  readonly usage: "ENCRYPT_DECRYPT";
  /** 32 bytes. */
  readonly material: Buffer;
}
export interface SigningKey extends KeyIdentity {
  readonly usage: "SIGN_VERIFY";
  readonly spec: SigningSpec;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}
export type Key = SymmetricKey | SigningKey;

/** The keys of one account and region. */
export interface Keyring {
  /** By key id, key ARN, `alias/<name>` or alias ARN. @throws AwsError `NotFoundException`. */
  find(reference: string): Key;
  findSymmetric(reference: string): SymmetricKey;
  findSigning(reference: string): SigningKey;
  /** What makes the same keys elsewhere, by alias. */
  material(): Readonly<Record<string, KeyMaterial>>;
}

const CIPHERTEXT_VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Makes the keys that `state` does not hold yet, of the material that is given; it lives as long as the state. */
export function createKeyring(
  scope: KeyScope,
  keys: Readonly<Record<string, KeyOptions>>,
  now: number,
  state: State,
  given: Readonly<Record<string, KeyMaterial>> = {},
): Keyring {
  const shelf = state.shelf<KeyMaterial>("kms");
  const byReference = new Map<string, Key>();
  const material: Record<string, KeyMaterial> = {};
  for (const [alias, options] of Object.entries(keys)) {
    const spec = signingSpec(alias, options);
    const kept = shelf.found.get(alias) ?? given[alias] ?? { material: newMaterial(spec), createdAtMs: now };
    if (!shelf.found.has(alias)) shelf.put(alias, kept);
    material[alias] = kept;
    const { createdAtMs } = kept;
    const identity = { id: keyID(scope.account, alias), arn: keyArn(scope, alias), createdAtMs };
    const key = keyOf(identity, spec, Buffer.from(kept.material, "base64"));
    const aliasArn = `arn:aws:kms:${scope.region}:${scope.account}:alias/${alias}`;
    for (const reference of [key.id, key.arn, `alias/${alias}`, aliasArn]) byReference.set(reference, key);
  }

  function find(reference: string): Key {
    const key = byReference.get(reference);
    if (key === undefined) throw new AwsError("NotFoundException", `Key '${reference}' does not exist`);
    return key;
  }
  return {
    find,
    findSymmetric(reference) {
      const key = find(reference);
      if (key.usage !== "ENCRYPT_DECRYPT") throw wrongUsage(key);
      return key;
    },
    findSigning(reference) {
      const key = find(reference);
      if (key.usage !== "SIGN_VERIFY") throw wrongUsage(key);
      return key;
    },
    material: () => ({ ...material }),
  };
}

/** The curve of a signing key, and undefined for one that encrypts. @throws Error when the options do not fit each other */
function signingSpec(
  alias: string,
  { usage = "ENCRYPT_DECRYPT", spec }: KeyOptions,
): SigningSpec | undefined {
  const isSymmetric = (spec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
  if (usage === "ENCRYPT_DECRYPT" && isSymmetric) return undefined;
  if (usage === "SIGN_VERIFY" && spec !== "SYMMETRIC_DEFAULT") return spec ?? "ECC_NIST_P256";
  throw new Error(`The key ${alias} cannot be ${spec} for ${usage}.`);
}

function newMaterial(spec: SigningSpec | undefined): string {
  if (spec === undefined) return randomBytes(32).toString("base64");
  const { privateKey } =
    spec === "ECC_NIST_P256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("ed25519");
  return privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
}

/** @throws Error when kept material is of another curve */
function keyOf(identity: KeyIdentity, spec: SigningSpec | undefined, material: Buffer): Key {
  if (spec === undefined) return { ...identity, usage: "ENCRYPT_DECRYPT", material };
  const privateKey = createPrivateKey({ key: material, format: "der", type: "pkcs8" });
  if (privateKey.asymmetricKeyType !== (spec === "ECC_NIST_P256" ? "ec" : "ed25519"))
    throw new Error(`The kept key ${identity.arn} is not ${spec}. Begin again with an empty directory.`);
  return { ...identity, usage: "SIGN_VERIFY", spec, privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * Seals up to 4096 bytes: version (1 byte) ‖ length of the key id (1) ‖ key id ‖ IV (12) ‖ tag (16) ‖ ciphertext.
 * AES-256-GCM over the key's ARN and the encryption context, whose order does not matter.
 */
export function seal(key: SymmetricKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.material, iv);
  cipher.setAAD(additionalData(key, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const head = Buffer.from([CIPHERTEXT_VERSION, key.id.length]);
  return Buffer.concat([head, Buffer.from(key.id), iv, cipher.getAuthTag(), ciphertext]);
}

/**
 * The key that a ciphertext names; nothing is proven by it yet.
 * @throws AwsError `InvalidCiphertextException` when it names none of ours.
 */
export function findSealingKey(keyring: Keyring, blob: Buffer): SymmetricKey {
  const [version, idBytes = 0] = blob;
  try {
    if (version === CIPHERTEXT_VERSION)
      return keyring.findSymmetric(blob.subarray(2, 2 + idBytes).toString());
  } catch {
    // A ciphertext of an unknown key is answered as any other that is not ours.
  }
  throw invalidCiphertext();
}

/** @throws AwsError `InvalidCiphertextException` when the ciphertext or the context is not what was sealed. */
export function unseal(key: SymmetricKey, blob: Buffer, context: EncryptionContext): Buffer {
  const ivAt = 2 + key.id.length;
  const tagAt = ivAt + IV_BYTES;
  const ciphertextAt = tagAt + TAG_BYTES;
  if (blob.length < ciphertextAt) throw invalidCiphertext();
  const decipher = createDecipheriv("aes-256-gcm", key.material, blob.subarray(ivAt, tagAt), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalData(key, context));
  decipher.setAuthTag(blob.subarray(tagAt, ciphertextAt));
  try {
    return Buffer.concat([decipher.update(blob.subarray(ciphertextAt)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function additionalData(key: SymmetricKey, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([key.arn, pairs]));
}

function wrongUsage(key: Key): AwsError {
  return new AwsError(
    "InvalidKeyUsageException",
    `${key.arn} key usage is ${key.usage} which is not valid for this operation.`,
  );
}

function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "");
}
