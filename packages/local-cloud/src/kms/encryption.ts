import { randomBytes } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { JsonService } from "../aws/service.ts";
import { encryptionConditions, type Gate } from "./gate.ts";
import { invalid, type Members, readBlob, readEncryptionContext, readMembers, readText } from "./input.ts";
import { findSealingKey, type Keyring, seal, type SymmetricKey, unseal } from "./keyring.ts";

const MAX_PLAINTEXT_BYTES = 4096;
const MAX_CIPHERTEXT_BYTES = 6144;
const MAX_DATA_KEY_BYTES = 1024;
const ALGORITHM = "SYMMETRIC_DEFAULT";
const DATA_KEY_MEMBERS = ["KeyId", "KeySpec", "NumberOfBytes", "EncryptionContext"];
type Operations = JsonService["operations"];

/** The operations of symmetric keys, as the KMS API reference has them. */
export function encryptionOperations(keyring: Keyring, gate: Gate): Operations {
  return {
    Encrypt(input: object, caller) {
      const members = readMembers(input, ["KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm"]);
      checkAlgorithm(members);
      const context = readEncryptionContext(members);
      const plaintext = readBlob(members, "Plaintext", MAX_PLAINTEXT_BYTES);
      const key = keyring.findSymmetric(readText(members, "KeyId"));
      const signer = gate.pass(caller, "kms:Encrypt", key, encryptionConditions(context));
      const blob = seal(key, plaintext, context);
      gate.reached(signer, "kms:Encrypt");
      return { CiphertextBlob: blob.toString("base64"), KeyId: key.arn, EncryptionAlgorithm: ALGORITHM };
    },
    Decrypt(input: object, caller) {
      const members = readMembers(input, [
        "KeyId",
        "CiphertextBlob",
        "EncryptionContext",
        "EncryptionAlgorithm",
      ]);
      checkAlgorithm(members);
      const context = readEncryptionContext(members);
      const blob = readBlob(members, "CiphertextBlob", MAX_CIPHERTEXT_BYTES);
      const key = findSealingKey(keyring, blob);
      const signer = gate.pass(caller, "kms:Decrypt", key, encryptionConditions(context));
      checkNamedKey(keyring, members, key);
      const plaintext = unseal(key, blob, context);
      gate.reached(signer, "kms:Decrypt");
      return { Plaintext: plaintext.toString("base64"), KeyId: key.arn, EncryptionAlgorithm: ALGORITHM };
    },
    GenerateDataKey(input: object, caller) {
      const action = "kms:GenerateDataKey";
      const { key, context, sizeBytes } = readDataKeyRequest(keyring, input);
      const signer = gate.pass(caller, action, key, encryptionConditions(context));
      const plaintext = randomBytes(sizeBytes);
      const blob = seal(key, plaintext, context).toString("base64");
      gate.reached(signer, action);
      return { Plaintext: plaintext.toString("base64"), CiphertextBlob: blob, KeyId: key.arn };
    },
    GenerateDataKeyWithoutPlaintext(input: object, caller) {
      const action = "kms:GenerateDataKeyWithoutPlaintext";
      const { key, context, sizeBytes } = readDataKeyRequest(keyring, input);
      const signer = gate.pass(caller, action, key, encryptionConditions(context));
      const blob = seal(key, randomBytes(sizeBytes), context).toString("base64");
      gate.reached(signer, action);
      return { CiphertextBlob: blob, KeyId: key.arn };
    },
  };
}

function readDataKeyRequest(keyring: Keyring, input: object) {
  const members = readMembers(input, DATA_KEY_MEMBERS);
  return {
    context: readEncryptionContext(members),
    sizeBytes: readDataKeyBytes(members),
    key: keyring.findSymmetric(readText(members, "KeyId")),
  };
}

function readDataKeyBytes({ KeySpec: spec, NumberOfBytes: number }: Members): number {
  if ((spec === undefined) === (number === undefined)) {
    throw invalid("Please specify either number of bytes or key spec.");
  }
  if (spec === "AES_256") return 32;
  if (spec === "AES_128") return 16;
  const isNumber = typeof number === "number" && Number.isInteger(number);
  if (!isNumber || number < 1 || number > MAX_DATA_KEY_BYTES) {
    throw invalid(`A data key has 1 to ${MAX_DATA_KEY_BYTES} bytes, or the spec AES_256 or AES_128.`);
  }
  return number;
}

function checkAlgorithm({ EncryptionAlgorithm: algorithm = ALGORITHM }: Members): void {
  if (algorithm !== ALGORITHM) throw invalid(`EncryptionAlgorithm must be ${ALGORITHM}.`);
}

/** A request may say which key it expects to decrypt with. */
function checkNamedKey(keyring: Keyring, members: Members, key: SymmetricKey): void {
  if (members.KeyId === undefined || keyring.findSymmetric(readText(members, "KeyId")).arn === key.arn)
    return;
  throw new AwsError(
    "IncorrectKeyException",
    "The key ID in the request does not identify a CMK that can perform this operation.",
  );
}
