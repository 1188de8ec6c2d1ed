import { createPublicKey, verify } from "node:crypto";
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetPublicKeyCommand,
  SignCommand,
  type SigningAlgorithmSpec,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { Clients } from "./clients.ts";
import { refusal, useTarget } from "./target.ts";
import { A, B, taggedClinic } from "./tenancy.ts";
import { allow, type Names, type Statement } from "./topology.ts";

/** Only for the tagged clinic, and with nothing in the context but clinic and submission. */
const ownContext: NonNullable<Statement["Condition"]> = {
  StringEquals: { "kms:EncryptionContext:clinic": taggedClinic },
  "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["clinic", "submission"] },
  Null: { "kms:EncryptionContextKeys": "false" },
};
const may = (action: string, condition?: Statement["Condition"]) => (names: Names) => [
  allow(`kms:${action}`, names.key("documents"), condition),
];

const bySigner = (names: Names): readonly Statement[] => [
  {
    Effect: "Allow",
    Principal: { AWS: names.role("signer") },
    Action: ["kms:Sign", "kms:GetPublicKey"],
    Resource: "*",
  },
];

const cloud = useTarget(
  {
    roles: {
      wrapper: { may: may("GenerateDataKeyWithoutPlaintext", ownContext) },
      unwrapper: { may: may("Decrypt", ownContext) },
      maker: { may: may("GenerateDataKey") },
      owner: { may: () => [allow("kms:*", "*")] },
      signer: { may: () => [] },
    },
    keys: {
      documents: {},
      other: {},
      // Its policy names one role, and passes nothing on to IAM.
      receipts: {
        signs: "ECC_NIST_P256",
        usedBy: bySigner,
      },
      log: { signs: "ECC_NIST_EDWARDS25519", usedBy: bySigner },
    },
  },
  async (target) => ({
    KeyId: target.names.key("documents"),
    other: target.names.key("other"),
    receipts: target.names.key("receipts"),
    log: target.names.key("log"),
    wrapper: (await target.as("wrapper", A)).kms,
    unwrapper: (await target.as("unwrapper", A)).kms,
    stranger: (await target.as("unwrapper", B)).kms,
    maker: (await target.as("maker", A)).kms,
    owner: (await target.as("owner")).kms,
    signer: (await target.as("signer")).kms,
  }),
);

type Client = Clients["kms"];
const contextOf = (clinic: string) => ({ clinic, submission: "sub1" });
const wrap = async (client: Client, EncryptionContext: Record<string, string> = contextOf(A.clinic)) => {
  const { KeyId } = cloud();
  const command = new GenerateDataKeyWithoutPlaintextCommand({
    KeyId,
    KeySpec: "AES_256",
    EncryptionContext,
  });
  return (await client.send(command)).CiphertextBlob;
};
const unwrap = async (
  client: Client,
  CiphertextBlob: Uint8Array | undefined,
  EncryptionContext: Record<string, string> = contextOf(A.clinic),
  KeyId?: string,
) =>
  client.send(
    new DecryptCommand({ CiphertextBlob, EncryptionContext, ...(KeyId !== undefined && { KeyId }) }),
  );

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
describe("GenerateDataKeyWithoutPlaintext", () => {
  it("is a right apart: who wraps can neither open nor see a key", async () => {
    const { wrapper, KeyId } = cloud();
    const blob = await wrap(wrapper);
    expect(await refusal(unwrap(wrapper, blob))).toBe("AccessDeniedException");
    const seen = new GenerateDataKeyCommand({
      KeyId,
      KeySpec: "AES_256",
      EncryptionContext: contextOf(A.clinic),
    });
    expect(await refusal(wrapper.send(seen))).toBe("AccessDeniedException");
  });

  it("gives 32 bytes that Decrypt opens, named by the key's ARN", async () => {
    const { wrapper, unwrapper, KeyId } = cloud();
    const opened = await unwrap(unwrapper, await wrap(wrapper));
    expect(opened.Plaintext).toHaveLength(32);
    expect(opened.KeyId).toBe(KeyId);
  });

  it("does not come with GenerateDataKey, nor the other way round", async () => {
    const { maker, KeyId } = cloud();
    const both = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" });
    expect((await maker.send(both)).Plaintext).toHaveLength(32);
    expect(await refusal(wrap(maker))).toBe("AccessDeniedException");
  });
});

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html */
describe("an encryption context", () => {
  it("must be the same to open, whatever its order", async () => {
    const { wrapper, owner } = cloud();
    const blob = await wrap(wrapper);
    const turned = { submission: "sub1", clinic: A.clinic };
    expect(await refusal(unwrap(owner, blob, turned))).toBe("none");
    for (const wrong of [
      contextOf(B.clinic),
      { clinic: A.clinic },
      { ...turned, more: "1" },
      { clinic: A.clinic, Submission: "sub1" },
      {} as Record<string, string>,
    ])
      expect(await refusal(unwrap(owner, blob, wrong))).toBe("InvalidCiphertextException");
  });

  it("ties a right to the caller's tag", async () => {
    const { wrapper, stranger } = cloud();
    const blob = await wrap(wrapper);
    expect(await refusal(wrap(wrapper, contextOf(B.clinic)))).toBe("AccessDeniedException");
    expect(await refusal(unwrap(stranger, blob))).toBe("AccessDeniedException");
    expect(await refusal(unwrap(stranger, blob, contextOf(B.clinic)))).toBe("InvalidCiphertextException");
  });

  it("is held to the pairs that a policy names", async () => {
    const { wrapper } = cloud();
    expect(await refusal(wrap(wrapper, { ...contextOf(A.clinic), more: "1" }))).toBe("AccessDeniedException");
    expect(await refusal(wrap(wrapper, {}))).toBe("AccessDeniedException");
  });
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
describe("Decrypt", () => {
  it("refuses what was altered, and a key that is not the one", async () => {
    const { owner, wrapper, KeyId, other } = cloud();
    const blob = (await wrap(wrapper)) ?? new Uint8Array();
    const altered = Uint8Array.from(blob, (byte, at) => (at === blob.length - 1 ? byte ^ 1 : byte));
    expect(await refusal(unwrap(owner, altered))).toBe("InvalidCiphertextException");
    expect(await refusal(unwrap(owner, blob, contextOf(A.clinic), other))).toBe("IncorrectKeyException");
    expect(await refusal(unwrap(owner, blob, contextOf(A.clinic), KeyId))).toBe("none");
  });

  it("gives back at most the 4,096 bytes that Encrypt takes", async () => {
    const { owner, KeyId } = cloud();
    const encrypt = (sizeBytes: number) =>
      owner.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(sizeBytes, 1) }));
    const { CiphertextBlob } = await encrypt(4096);
    expect((await unwrap(owner, CiphertextBlob, {})).Plaintext).toHaveLength(4096);
    expect(await refusal(encrypt(4097))).toBe("ValidationException");
  });
});

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html */
describe("a key's policy", () => {
  const sign = (
    client: Client,
    KeyId: string,
    SigningAlgorithm: SigningAlgorithmSpec = "ECDSA_SHA_256",
    Message = "receipt",
  ) =>
    client.send(
      new SignCommand({ KeyId, Message: Buffer.from(Message), MessageType: "RAW", SigningAlgorithm }),
    );
  const publicKeyOf = async (KeyId: string) => {
    const { PublicKey = new Uint8Array() } = await cloud().signer.send(new GetPublicKeyCommand({ KeyId }));
    return createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  };

  it("that does not pass on to IAM is not opened by any identity policy", async () => {
    const { owner, receipts } = cloud();
    expect(await refusal(sign(owner, receipts))).toBe("AccessDeniedException");
  });

  it("suffices without any identity policy, and the signature verifies elsewhere", async () => {
    const { signer, receipts } = cloud();
    const { Signature = new Uint8Array() } = await sign(signer, receipts);
    const key = await publicKeyOf(receipts);
    expect(verify("sha256", Buffer.from("receipt"), key, Signature)).toBe(true);
    expect(verify("sha256", Buffer.from("another"), key, Signature)).toBe(false);
  });

  /** @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
  it("says who signs with Ed25519, over at most 4,096 bytes, and with no other algorithm", async () => {
    const { signer, log } = cloud();
    const message = "c".repeat(4096);
    const { Signature = new Uint8Array() } = await sign(signer, log, "ED25519_SHA_512", message);
    expect(Signature).toHaveLength(64);
    expect(verify(null, Buffer.from(message), await publicKeyOf(log), Signature)).toBe(true);
    expect(await refusal(sign(signer, log, "ED25519_SHA_512", `${message}c`))).toBe("ValidationException");
    expect(await refusal(sign(signer, log))).toMatch(/^(InvalidKeyUsageException|ValidationException)$/);
  });
});
