import { DecryptCommand, GenerateDataKeyWithoutPlaintextCommand, KMSClient } from "@aws-sdk/client-kms";
import { unavailable } from "../kernel/index.ts";
import type { TenantCredentials } from "./tenancy.ts";

/** KMS's encryption context: opaque ids only, for it shows in CloudTrail. */
export type KeyContext = Readonly<Record<string, string>>;

export interface WrappedKey {
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  /** The key ARN as KMS returned it. */
  readonly keyARN: string;
}

/** Makes and opens wrapped data keys. Which of the two a function may do is for its role to say. */
export interface DataKeys {
  /** @throws Problem `unavailable` */
  generate(keyARN: string, context: KeyContext): Promise<WrappedKey>;
  /** @returns 32 bytes, for the caller to overwrite. @throws Problem `unavailable` */
  unwrap(key: WrappedKey, context: KeyContext): Promise<Uint8Array<ArrayBuffer>>;
}

/** KMS for one clinic. */
export function connectDataKeys(credentials: TenantCredentials): DataKeys {
  return createDataKeys(new KMSClient({ credentials }));
}

export function createDataKeys(kms: KMSClient): DataKeys {
  return {
    async generate(keyARN, context) {
      const command = new GenerateDataKeyWithoutPlaintextCommand({
        KeyId: keyARN,
        KeySpec: "AES_256",
        EncryptionContext: { ...context },
      });
      const { CiphertextBlob, KeyId } = await kms.send(command).catch((error: unknown) => {
        throw unavailable(error);
      });
      if (CiphertextBlob === undefined || KeyId === undefined) throw unavailable();
      return { wrappedKey: Uint8Array.from(CiphertextBlob), keyARN: KeyId };
    },
    async unwrap({ wrappedKey, keyARN }, context) {
      const command = new DecryptCommand({
        KeyId: keyARN,
        CiphertextBlob: wrappedKey,
        EncryptionContext: { ...context },
      });
      const { Plaintext } = await kms.send(command).catch((error: unknown) => {
        throw unavailable(error);
      });
      if (Plaintext?.length !== 32) throw unavailable();
      const bytes = Uint8Array.from(Plaintext);
      Plaintext.fill(0);
      return bytes;
    },
  };
}
