import { sign, verify } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { JsonService } from "../aws/service.ts";
import type { Gate } from "./gate.ts";
import { invalid, type Members, readBlob, readMembers, readText } from "./input.ts";
import type { Keyring, SigningKey } from "./keyring.ts";

const MAX_MESSAGE_BYTES = 4096;
const MAX_SIGNATURE_BYTES = 6144;
const SIGN_MEMBERS = ["KeyId", "Message", "MessageType", "SigningAlgorithm"];

/** One algorithm for each curve: its name, and the digest as Node has it. Ed25519 digests by itself. */
const ALGORITHMS = {
  ECC_NIST_P256: { name: "ECDSA_SHA_256", digest: "sha256" },
  ECC_NIST_EDWARDS25519: { name: "ED25519_SHA_512", digest: null },
} as const;

/**
 * `Sign`, `Verify` and `GetPublicKey`, as the KMS API reference has them: ECDSA signatures in DER, those of Ed25519 in 64
 * bytes, the public key as SubjectPublicKeyInfo. Messages are `RAW`; a ready digest is refused, since Node cannot sign one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export function signingOperations(keyring: Keyring, gate: Gate): JsonService["operations"] {
  return {
    Sign(input: object, caller) {
      const { key, message } = readSignRequest(keyring, readMembers(input, SIGN_MEMBERS));
      const signer = gate.pass(caller, "kms:Sign", key, conditionsOf(key));
      const signature = sign(ALGORITHMS[key.spec].digest, message, key.privateKey);
      gate.reached(signer, "kms:Sign");
      return { KeyId: key.arn, Signature: signature.toString("base64"), SigningAlgorithm: algorithmOf(key) };
    },
    Verify(input: object, caller) {
      const members = readMembers(input, [...SIGN_MEMBERS, "Signature"]);
      const { key, message } = readSignRequest(keyring, members);
      const signature = readBlob(members, "Signature", MAX_SIGNATURE_BYTES);
      const signer = gate.pass(caller, "kms:Verify", key, conditionsOf(key));
      if (!verify(ALGORITHMS[key.spec].digest, message, key.publicKey, signature)) {
        throw new AwsError("KMSInvalidSignatureException", "");
      }
      gate.reached(signer, "kms:Verify");
      return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: algorithmOf(key) };
    },
    GetPublicKey(input: object, caller) {
      const key = keyring.findSigning(readText(readMembers(input, ["KeyId"]), "KeyId"));
      const signer = gate.pass(caller, "kms:GetPublicKey", key, {});
      gate.reached(signer, "kms:GetPublicKey");
      return {
        KeyId: key.arn,
        PublicKey: encodedPublicKey(key),
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        KeyUsage: key.usage,
        SigningAlgorithms: [algorithmOf(key)],
      };
    },
  };
}

/** SubjectPublicKeyInfo, base64. */
export function encodedPublicKey({ publicKey }: SigningKey): string {
  return publicKey.export({ format: "der", type: "spki" }).toString("base64");
}

/** The only algorithm that a key is used with here. */
export function algorithmOf({ spec }: SigningKey): string {
  return ALGORITHMS[spec].name;
}

function conditionsOf(key: SigningKey) {
  return { "kms:SigningAlgorithm": algorithmOf(key), "kms:MessageType": "RAW" };
}

function readSignRequest(keyring: Keyring, members: Members): { key: SigningKey; message: Buffer } {
  const key = keyring.findSigning(readText(members, "KeyId"));
  if (readText(members, "SigningAlgorithm") !== algorithmOf(key))
    throw new AwsError("InvalidKeyUsageException", `${key.arn} signs with ${algorithmOf(key)}.`);
  if ((members.MessageType ?? "RAW") !== "RAW") throw invalid("Only RAW messages are emulated.");
  return { key, message: readBlob(members, "Message", MAX_MESSAGE_BYTES) };
}
