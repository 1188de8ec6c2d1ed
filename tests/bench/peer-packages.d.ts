// What the benchmark uses of packages that are installed only when it runs; each signature as the package has it.
declare module "@aws-crypto/client-browser" {
  export class RawAesKeyringWebCrypto {
    constructor(input: {
      readonly keyName: string;
      readonly keyNamespace: string;
      readonly masterKey: CryptoKey;
      readonly wrappingSuite: number;
    });
    static importCryptoKey(bytes: Uint8Array, wrappingSuite: number): Promise<CryptoKey>;
  }
  export const RawAesWrappingSuiteIdentifier: { readonly AES256_GCM_IV12_TAG16_NO_PADDING: number };
  export const CommitmentPolicy: { readonly REQUIRE_ENCRYPT_REQUIRE_DECRYPT: string };
  export function buildClient(policy: string): {
    encrypt(
      keyring: RawAesKeyringWebCrypto,
      plaintext: Uint8Array,
      options: { readonly suiteId: number; readonly frameLength: number },
    ): Promise<{ readonly result: Uint8Array }>;
  };
}

declare module "age-encryption" {
  export class Encrypter {
    addRecipient(recipient: string): void;
    encrypt(plaintext: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>;
  }
  export function generateIdentity(): Promise<string>;
  export function identityToRecipient(identity: string): Promise<string>;
}

declare module "openpgp" {
  export const enums: {
    readonly aead: { readonly gcm: number };
    readonly compression: { readonly uncompressed: number };
  };
  export function createMessage(options: {
    readonly binary: ReadableStream<Uint8Array>;
    readonly format: "binary";
  }): Promise<object>;
  export function encrypt(options: {
    readonly message: object;
    readonly sessionKey: object;
    readonly passwords: readonly string[];
    readonly format: "binary";
    readonly config: object;
  }): Promise<ReadableStream<Uint8Array>>;
}

declare module "libsodium-wrappers" {
  const sodium: {
    readonly ready: Promise<void>;
    readonly crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: number;
    readonly crypto_secretstream_xchacha20poly1305_TAG_FINAL: number;
    crypto_secretstream_xchacha20poly1305_keygen(): Uint8Array;
    crypto_secretstream_xchacha20poly1305_init_push(key: Uint8Array): { readonly state: object };
    crypto_secretstream_xchacha20poly1305_push(
      state: object,
      message: Uint8Array,
      additionalData: null,
      tag: number,
    ): Uint8Array;
  };
  export default sodium;
}
