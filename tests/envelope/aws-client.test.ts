import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  KMS,
  KmsKeyringNode,
  type KmsKeyringNodeInput,
} from "@aws-crypto/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSealer,
  importDataKey,
  newMessageID,
  openBytes,
  parseHeader,
  plaintextSizeBytes,
  sealedSizeBytes,
  type Bytes,
  type Context,
} from "../../packages/envelope/src/index.ts";
import { filled } from "../../packages/envelope/src/sample.fixture.ts";
import { startKms, type EmbeddedKms } from "./embedded-kms.ts";

/*
 * The official AWS Encryption SDK on one side, this package on the other; between them a KMS that wraps and unwraps.
 * Both sides get their data keys only from there.
 */

const FRAME = 262_144;
const BOUNDARIES = [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 5 * 1_048_576 + 17, 9 * 1_048_576];
const CONTEXT = { clinic: "cli_01jd0000000000000000000000", submission: "sub_01jd0000000000000000000000" };

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

let cloud: EmbeddedKms;
beforeAll(async () => {
  cloud = await startKms();
});
afterAll(() => cloud.close());

function keyring(): KmsKeyringNode {
  // AWS's own types of the client and of the keyring disagree under exactOptionalPropertyTypes.
  const clientProvider = (() => new KMS(cloud.clientOptions)) as NonNullable<
    KmsKeyringNodeInput["clientProvider"]
  >;
  return new KmsKeyringNode({ generatorKeyId: cloud.keyARN, clientProvider });
}

/** A wrapped key as the server asks for it: its plaintext is never part of the answer. */
async function wrappedKeyFor(context: Context): Promise<{ wrappedKey: Uint8Array; keyARN: string }> {
  const answer = await cloud.kms.generateDataKeyWithoutPlaintext({
    KeyId: cloud.keyARN,
    KeySpec: "AES_256",
    EncryptionContext: { ...context },
  });
  return { wrappedKey: answer.CiphertextBlob ?? new Uint8Array(0), keyARN: answer.KeyId ?? "" };
}

async function unwrap(wrappedKey: Uint8Array, context: Context): Promise<CryptoKey> {
  const { Plaintext } = await cloud.kms.decrypt({
    CiphertextBlob: wrappedKey,
    EncryptionContext: { ...context },
  });
  return importDataKey(new Uint8Array(Plaintext ?? []));
}

async function seal(plaintext: Bytes, context: Context = CONTEXT): Promise<Bytes> {
  const { wrappedKey, keyARN } = await wrappedKeyFor(CONTEXT);
  const sealer = await createSealer({
    dataKey: await unwrap(wrappedKey, CONTEXT),
    wrappedKey,
    keyARN,
    context,
    messageID: newMessageID(),
    plaintextSizeBytes: plaintext.length,
  });
  return sealer.sealBytes(plaintext);
}

async function sealByAws(plaintext: Bytes, frameLength?: number, context: Context = CONTEXT): Promise<Bytes> {
  const { result } = await encrypt(keyring(), Buffer.from(plaintext), {
    suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
    encryptionContext: context,
    ...(frameLength === undefined ? {} : { frameLength }),
  });
  return new Uint8Array(result);
}

/** Opens with the data key that KMS gives for the wrapped key in the header, expecting all that is known. */
async function openByUs(sealed: Bytes, frameLengthBytes: number, context: Context = CONTEXT): Promise<Bytes> {
  const header = parseHeader(sealed);
  const wrappedKey = header.encryptedDataKeys[0]?.ciphertext ?? new Uint8Array(0);
  const expected = { context, wrappedKey, keyARN: cloud.keyARN, frameLengthBytes };
  return openBytes({ dataKey: await unwrap(wrappedKey, context), expected }, sealed);
}

describe("the official client", () => {
  it.each(BOUNDARIES)("opens our message of %i bytes by its KMS keyring", async (size) => {
    const plaintext = filled(size, 1);
    const { plaintext: opened, messageHeader } = await decrypt(keyring(), await seal(plaintext));
    expect(Buffer.compare(opened, plaintext)).toBe(0);
    expect({ ...messageHeader.encryptionContext }).toEqual(CONTEXT);
    expect(messageHeader).toMatchObject({ suiteId: 0x0478, frameLength: FRAME });
  });

  it("cannot open our message when its header names another submission than its key was wrapped for", async () => {
    const sealed = await seal(filled(10, 1), { ...CONTEXT, submission: "sub_02" });
    await expect(decrypt(keyring(), sealed)).rejects.toThrow("InvalidCiphertextException");
  });

  it("refuses our message with a byte changed", async () => {
    const sealed = await seal(filled(1000, 1));
    const changed = sealed.with(-20, (sealed.at(-20) ?? 0) ^ 1);
    await expect(decrypt(keyring(), changed)).rejects.toThrow("unable to authenticate data");
  });
});

describe("a message of the official client", () => {
  it.each(BOUNDARIES)("of %i bytes in frames of 256 KiB is opened by us", async (size) => {
    const plaintext = filled(size, 2);
    const sealed = await sealByAws(plaintext, FRAME);
    expect(Buffer.compare(await openByUs(sealed, FRAME), plaintext)).toBe(0);
  });

  it.each([0, 1, 4095, 4096, 4097, 3 * 4096, 1_048_576])(
    "of %i bytes in frames of its default length is opened by us",
    async (size) => {
      const plaintext = filled(size, 3);
      expect(Buffer.compare(await openByUs(await sealByAws(plaintext), 4096), plaintext)).toBe(0);
    },
  );

  it.each([0, 1, 4095, 4097])("of %i bytes has the size that we calculate", async (size) => {
    const sealed = await sealByAws(filled(size, 3));
    expect(plaintextSizeBytes(sealed.length, parseHeader(sealed).lengthBytes, 4096)).toBe(size);
  });

  it("of an exact multiple of its frames ends with one more, empty frame, where ours ends with a full one", async () => {
    const sealed = await sealByAws(filled(2 * 4096, 3));
    const headerLengthBytes = parseHeader(sealed).lengthBytes;
    expect(sealed.length - sealedSizeBytes(2 * 4096, headerLengthBytes, 4096)).toBe(32);
  });

  it("has byte for byte the header that we write from the same fields", async () => {
    const context = { b: "2", é: "3", a: "1", "\uFF5E": "4" };
    const sealed = await sealByAws(filled(10, 1), FRAME, context);
    const header = parseHeader(sealed);
    const [key] = header.encryptedDataKeys;
    const wrappedKey = key?.ciphertext ?? new Uint8Array(0);
    const sealer = await createSealer({
      dataKey: await unwrap(wrappedKey, context),
      wrappedKey,
      keyARN: cloud.keyARN,
      context: header.context,
      messageID: header.messageID,
      plaintextSizeBytes: 10,
    });
    expect(await sealer.sealBytes(filled(10, 1))).toEqual(sealed);
  });

  it("is refused by us when it was sealed with the client's default suite", async () => {
    const { result } = await encrypt(keyring(), Buffer.from("x"), { encryptionContext: CONTEXT });
    await expect(openByUs(new Uint8Array(result), 4096)).rejects.toMatchObject({ code: "unsupported-suite" });
  });
});
