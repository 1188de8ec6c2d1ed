import { sign, verify } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { JsonService } from "../aws/service.ts";
import type { Gate } from "./gate.ts";
import { invalid, type Members, readBlob, readMembers, readText } from "./input.ts";
import type { Keyring } from "./keyring.ts";

const ALGORITHM = "ECDSA_SHA_256";
const MAX_MESSAGE_BYTES = 4096;
const MAX_SIGNATURE_BYTES = 6144;
const SIGN_MEMBERS = ["KeyId", "Message", "MessageType", "SigningAlgorithm"];
const CONDITIONS = { "kms:SigningAlgorithm": ALGORITHM, "kms:MessageType": "RAW" };

/**
 * `Sign`, `Verify` and `GetPublicKey` of `ECC_NIST_P256` keys, as the KMS API reference has them: signatures in DER,
 * the public key as SubjectPublicKeyInfo. Messages are `RAW`; a ready digest is refused, since Node cannot sign one.
 */
export function signingOperations(keyring: Keyring, gate: Gate): JsonService["operations"] {
  return {
    Sign(input: object, caller) {
      const { members, message } = readSignRequest(input, SIGN_MEMBERS);
      const key = keyring.findSigning(readText(members, "KeyId"));
      const signer = gate.pass(caller, "kms:Sign", key, CONDITIONS);
      const signature = sign("sha256", message, key.privateKey);
      gate.reached(signer, "kms:Sign");
      return { KeyId: key.arn, Signature: signature.toString("base64"), SigningAlgorithm: ALGORITHM };
    },
    Verify(input: object, caller) {
      const { members, message } = readSignRequest(input, [...SIGN_MEMBERS, "Signature"]);
      const signature = readBlob(members, "Signature", MAX_SIGNATURE_BYTES);
      const key = keyring.findSigning(readText(members, "KeyId"));
      const signer = gate.pass(caller, "kms:Verify", key, CONDITIONS);
      if (!verify("sha256", message, key.publicKey, signature)) {
        throw new AwsError("KMSInvalidSignatureException", "");
      }
      gate.reached(signer, "kms:Verify");
      return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: ALGORITHM };
    },
    GetPublicKey(input: object, caller) {
      const key = keyring.findSigning(readText(readMembers(input, ["KeyId"]), "KeyId"));
      const signer = gate.pass(caller, "kms:GetPublicKey", key, {});
      gate.reached(signer, "kms:GetPublicKey");
      return {
        KeyId: key.arn,
        PublicKey: key.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
        KeySpec: "ECC_NIST_P256",
        CustomerMasterKeySpec: "ECC_NIST_P256",
        KeyUsage: key.usage,
        SigningAlgorithms: [ALGORITHM],
      };
    },
  };
}

function readSignRequest(input: object, known: readonly string[]): { members: Members; message: Buffer } {
  const members = readMembers(input, known);
  if (members.SigningAlgorithm !== ALGORITHM) throw invalid(`SigningAlgorithm must be ${ALGORITHM}.`);
  if ((members.MessageType ?? "RAW") !== "RAW") throw invalid("Only RAW messages are emulated.");
  return { members, message: readBlob(members, "Message", MAX_MESSAGE_BYTES) };
}
