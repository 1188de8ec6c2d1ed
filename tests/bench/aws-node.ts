import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import type { Work } from "./work.ts";

const SUITE_ID = 0x0478;
const READ_BYTES = 1024 ** 2;

/** AWS's own client for Node, as a stream. */
export function awsClient(frameLength: number): Work {
  return async (file) => {
    const keyring = new RawAesKeyringNode({
      keyName: "bench",
      keyNamespace: "bench",
      unencryptedMasterKey: crypto.getRandomValues(new Uint8Array(32)),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    });
    const { encryptStream } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const sealing = encryptStream(keyring, { suiteId: SUITE_ID, frameLength });
    await pipeline(Readable.from(chunksOf(file)), sealing, async (sealed: AsyncIterable<Uint8Array>) => {
      for await (const _ of sealed);
    });
  };
}

async function* chunksOf({ sizeBytes, read }: Parameters<Work>[0]) {
  for (let start = 0; start < sizeBytes; start += READ_BYTES) {
    yield await read(start, Math.min(sizeBytes, start + READ_BYTES));
  }
}
