import * as crypto from "node:crypto";
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetPublicKeyCommand,
  KMS,
  SignCommand,
  VerifyCommand,
} from "@aws-sdk/client-kms";
import { buildClient, CommitmentPolicy, KmsKeyringNode } from "@aws-crypto/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PolicyStatement } from "../aws/principal.ts";
import {
  ACCOUNT,
  createTestCloud,
  NO_TRUST,
  policy,
  REGION,
  roleSession,
  serve,
  type TestCloud,
} from "../aws/cloud.fixture.ts";
import { resourcePoliciesByArn } from "../iam/resource-policy.ts";
import { keyArn } from "./key-arn.ts";
import { createKms, type Kms } from "./kms.ts";

const BUCKET = "arn:aws:s3:::documents";
const scope = { region: REGION, account: ACCOUNT };
const [documents, storage, signing] = ["documents", "storage", "signing"].map((alias) =>
  keyArn(scope, alias),
) as [string, string, string];
const allow = (
  Action: string[],
  Resource: string,
  Condition: PolicyStatement["Condition"] = {},
): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const delegating = policy({ ...allow(["kms:*"], "*"), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });
const keys = {
  documents: { policy: delegating },
  other: { policy: delegating },
  signing: { policy: delegating, usage: "SIGN_VERIFY" as const },
  logs: { policy: delegating, usage: "SIGN_VERIFY" as const, spec: "ECC_NIST_EDWARDS25519" as const },
  storage: {
    policy: policy({
      ...allow(["kms:GenerateDataKey", "kms:Decrypt"], "*", {
        StringEquals: {
          "kms:ViaService": `s3.${REGION}.amazonaws.com`,
          "kms:EncryptionContext:aws:s3:arn": BUCKET,
        },
      }),
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/all` },
    }),
  },
};
const roles = {
  all: { identity: policy(allow(["kms:*"], "*")), trust: NO_TRUST },
  none: { identity: policy(allow(["s3:GetObject"], "*")), trust: NO_TRUST },
  wrapper: {
    identity: policy(
      allow(["kms:GenerateDataKeyWithoutPlaintext"], documents, {
        StringEquals: { "kms:EncryptionContext:clinic": "${aws:PrincipalTag/clinic}" },
        "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["clinic", "submission"] },
      }),
    ),
    trust: NO_TRUST,
  },
};
const context = { clinic: "cli_a", submission: "sub_1" };

let cloud: TestCloud;
let kms: Kms;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  cloud = createTestCloud(roles, resourcePoliciesByArn({ ...scope, keys, buckets: {}, queues: {} }));
  kms = createKms(cloud, keys);
  server = await serve([kms.service], [], cloud);
});
afterAll(() => server.close());

const client = (role: string, tags: Record<string, string> = {}): KMS =>
  new KMS({
    endpoint: server.endpoint,
    region: REGION,
    credentials: cloud.credentialsOf(role, tags),
    maxAttempts: 1,
  });
const newDataKey = (KeyId = documents, change: object = {}) =>
  client("all").send(
    new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext: context, ...change }),
  );

describe("data keys", () => {
  it("come with a ciphertext that opens with the same context in any order, under the key it names", async () => {
    const { Plaintext, CiphertextBlob, KeyId } = await newDataKey("alias/documents");
    expect(KeyId).toBe(documents);
    expect(documents).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\/mrk-[0-9a-f]{32}$/);
    expect(Plaintext).toHaveLength(32);
    const EncryptionContext = { submission: "sub_1", clinic: "cli_a" };
    const opened = await client("all").send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(opened).toMatchObject({ Plaintext, KeyId: documents });
  });

  it("do not open with another context, none, or a changed ciphertext", async () => {
    const { CiphertextBlob } = await newDataKey();
    const changed = Uint8Array.from(CiphertextBlob ?? []);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    for (const input of [
      { CiphertextBlob, EncryptionContext: { ...context, clinic: "cli_b" } },
      { CiphertextBlob },
      { CiphertextBlob: changed, EncryptionContext: context },
      { CiphertextBlob: CiphertextBlob?.subarray(0, 50), EncryptionContext: context },
      { CiphertextBlob: new Uint8Array(80), EncryptionContext: context },
    ]) {
      await expect(client("all").send(new DecryptCommand(input))).rejects.toMatchObject({
        name: "InvalidCiphertextException",
      });
    }
  });

  it("do not open when the request expects another key", async () => {
    const { CiphertextBlob } = await newDataKey();
    const input = { CiphertextBlob, EncryptionContext: context, KeyId: "alias/other" };
    await expect(client("all").send(new DecryptCommand(input))).rejects.toMatchObject({
      name: "IncorrectKeyException",
    });
    const right = { ...input, KeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/documents` };
    await expect(client("all").send(new DecryptCommand(right))).resolves.toBeDefined();
  });

  it("are refused of a missing key, a signing key, a strange size or a parameter that is not emulated", async () => {
    await expect(newDataKey("alias/none")).rejects.toMatchObject({ name: "NotFoundException" });
    await expect(newDataKey(signing)).rejects.toMatchObject({ name: "InvalidKeyUsageException" });
    await expect(newDataKey(documents, { NumberOfBytes: 32 })).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(newDataKey(documents, { DryRun: true })).rejects.toMatchObject({
      name: "ValidationException",
    });
    const EncryptionContext = { clinic: "a", Clinic: "b" };
    await expect(newDataKey(documents, { EncryptionContext })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("serve the AWS Encryption SDK", async () => {
    type Options = NonNullable<ConstructorParameters<typeof KmsKeyringNode>[0]>;
    // Its types were made for a looser compiler, where an optional member may be undefined.
    const clientProvider = (() => client("all")) as unknown as NonNullable<Options["clientProvider"]>;
    const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const keyIds = [keyArn(scope, "other")];
    const keyring = new KmsKeyringNode({ generatorKeyId: documents, keyIds, clientProvider });
    const { result } = await encrypt(keyring, Buffer.from("sealed"), { encryptionContext: context });
    const other = new KmsKeyringNode({ keyIds, clientProvider });
    expect((await decrypt(other, result)).plaintext.toString()).toBe("sealed");
  });
});

describe("a key's policies", () => {
  const wrap = (EncryptionContext: Record<string, string>) =>
    client("wrapper", { clinic: "cli_a" }).send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: documents, KeySpec: "AES_256", EncryptionContext }),
    );

  it("hold a clinic to its own encryption context, and to the keys that are listed", async () => {
    const answer = await wrap(context);
    expect(answer).not.toHaveProperty("Plaintext");
    expect(cloud.effects).toContain(
      `arn:aws:sts::${ACCOUNT}:assumed-role/wrapper/test kms:GenerateDataKeyWithoutPlaintext`,
    );
    for (const refused of [
      { ...context, clinic: "cli_b" },
      { submission: "sub_1" },
      { ...context, more: "x" },
    ]) {
      await expect(wrap(refused)).rejects.toMatchObject({ name: "AccessDeniedException" });
    }
  });

  it("let a role that may only wrap neither unwrap nor see a key", async () => {
    const { CiphertextBlob } = await wrap(context);
    const wrapper = client("wrapper", { clinic: "cli_a" });
    const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext: context });
    await expect(wrapper.send(decrypt)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const generate = new GenerateDataKeyCommand({
      KeyId: documents,
      KeySpec: "AES_256",
      EncryptionContext: context,
    });
    await expect(wrapper.send(generate)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("are judged for the key and not its alias, whatever the caller calls it", async () => {
    const input = { KeyId: "alias/documents", Plaintext: Buffer.from("x") };
    await expect(client("none").send(new EncryptCommand(input))).rejects.toThrow(`on resource: ${documents}`);
    const empty = client("all").send(new EncryptCommand({ ...input, Plaintext: Buffer.alloc(4097) }));
    await expect(empty).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("with kms:ViaService serve S3 for its bucket, and nobody directly", async () => {
    const EncryptionContext = { "aws:s3:arn": BUCKET };
    await expect(newDataKey(storage, { EncryptionContext })).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    const use = (role: string, bucket: string) => () =>
      kms.useForBucket(roleSession(role), "kms:Decrypt", "storage", bucket);
    expect(use("all", BUCKET)).not.toThrow();
    expect(use("all", `${BUCKET}2`)).toThrow(/not authorized to perform: kms:Decrypt/);
    expect(use("none", BUCKET)).toThrow(/not authorized/);
  });
});

describe("a signing key", () => {
  const request = {
    KeyId: signing,
    Message: Buffer.from("checkpoint"),
    SigningAlgorithm: "ECDSA_SHA_256" as const,
  };

  const ed25519 = {
    ...request,
    KeyId: keyArn(scope, "logs"),
    SigningAlgorithm: "ED25519_SHA_512" as const,
  };

  it.each([
    { ...request, spec: "ECC_NIST_P256", digest: "sha256" },
    { ...ed25519, spec: "ECC_NIST_EDWARDS25519", digest: null },
  ])("of $spec signs what its public key verifies, here and elsewhere", async ({ spec, digest, ...wish }) => {
    const { Signature = new Uint8Array() } = await client("all").send(new SignCommand(wish));
    const told = await client("all").send(new GetPublicKeyCommand({ KeyId: wish.KeyId }));
    expect(told).toMatchObject({ KeySpec: spec, SigningAlgorithms: [wish.SigningAlgorithm] });
    const der = Buffer.from(told.PublicKey ?? []);
    const key = crypto.createPublicKey({ key: der, format: "der", type: "spki" });
    expect(crypto.verify(digest, wish.Message, key, Signature)).toBe(true);
    expect(await client("all").send(new VerifyCommand({ ...wish, Signature }))).toMatchObject({
      SignatureValid: true,
    });
    const other = new VerifyCommand({ ...wish, Signature, Message: Buffer.from("other") });
    await expect(client("all").send(other)).rejects.toMatchObject({ name: "KMSInvalidSignatureException" });
  });

  it("refuses the algorithm of another curve", async () => {
    for (const wrong of [
      { ...request, KeyId: ed25519.KeyId },
      { ...ed25519, KeyId: request.KeyId },
    ])
      await expect(client("all").send(new SignCommand(wrong))).rejects.toMatchObject({
        name: "InvalidKeyUsageException",
      });
  });

  it("is of a curve that fits its usage", () => {
    const odd = { policy: delegating, spec: "ECC_NIST_P256" as const };
    expect(() => createKms(cloud, { odd })).toThrow(/cannot be ECC_NIST_P256/u);
  });

  it("refuses long messages, digests and callers without the right", async () => {
    const long = new SignCommand({ ...request, Message: Buffer.alloc(4097) });
    await expect(client("all").send(long)).rejects.toMatchObject({ name: "ValidationException" });
    const digest = new SignCommand({ ...request, MessageType: "DIGEST" });
    await expect(client("all").send(digest)).rejects.toMatchObject({ name: "ValidationException" });
    await expect(client("none").send(new SignCommand(request))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });
});

it("DescribeKey tells of a multi-Region primary key", async () => {
  const { KeyMetadata } = await client("all").send(new DescribeKeyCommand({ KeyId: "alias/signing" }));
  expect(KeyMetadata).toMatchObject({
    Arn: signing,
    MultiRegion: true,
    KeySpec: "ECC_NIST_P256",
    Enabled: true,
  });
});

it("an outage fails every call, and ends", async () => {
  kms.fail(true);
  await expect(newDataKey()).rejects.toMatchObject({
    name: "KMSInternalException",
    $metadata: { httpStatusCode: 500 },
  });
  expect(() => kms.useForBucket(roleSession("all"), "kms:Decrypt", "storage", BUCKET)).toThrow(/retried/);
  kms.fail(false);
  await expect(newDataKey()).resolves.toBeDefined();
});
