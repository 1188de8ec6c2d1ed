import {
  buildClient,
  CommitmentPolicy,
  RawAesKeyringWebCrypto,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-browser";
import type { Work } from "./work.ts";

const SUITE_ID = 0x0478;

/** AWS's own client for browsers, which takes a message as a whole. */
export function awsClient(frameLength: number): Work {
  return async (file) => {
    const wrappingSuite = RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING;
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const masterKey = await RawAesKeyringWebCrypto.importCryptoKey(bytes, wrappingSuite);
    const named = { keyName: "bench", keyNamespace: "bench" };
    const keyring = new RawAesKeyringWebCrypto({ ...named, masterKey, wrappingSuite });
    const { encrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    await encrypt(keyring, await file.read(0, file.sizeBytes), { suiteId: SUITE_ID, frameLength });
  };
}
