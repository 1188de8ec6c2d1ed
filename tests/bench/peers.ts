import { Encrypter, generateIdentity, identityToRecipient } from "age-encryption";
import sodium from "libsodium-wrappers";
import { createMessage, encrypt as encryptMessage, enums } from "openpgp";
import type { SourceFile } from "@postern/client";
import type { Work } from "./work.ts";

const READ_BYTES = 8 * 1024 ** 2;
const CHUNK_BYTES = 64 * 1024;

/** The age format, to an X25519 recipient. */
export const age: Work = async (file) => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(await generateIdentity()));
  await drain(await encrypter.encrypt(streamOf(file)));
};

/** OpenPGP with AES-256-GCM. A password packet is needed for a message to be written, and costs nothing here. */
export const openpgp: Work = async (file) => {
  const data = crypto.getRandomValues(new Uint8Array(32));
  const encrypted = await encryptMessage({
    message: await createMessage({ binary: streamOf(file), format: "binary" }),
    sessionKey: { data, algorithm: "aes256", aeadAlgorithm: "gcm" },
    passwords: ["bench"],
    format: "binary",
    config: {
      aeadProtect: true,
      s2kIterationCountByte: 0,
      preferredAEADAlgorithm: enums.aead.gcm,
      preferredCompressionAlgorithm: enums.compression.uncompressed,
    },
  });
  await drain(encrypted);
};

/** libsodium's secretstream, XChaCha20-Poly1305 in chunks of 64 KiB. */
export const libsodium: Work = async (file) => {
  await sodium.ready;
  const key = sodium.crypto_secretstream_xchacha20poly1305_keygen();
  const { state } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  for (let start = 0; start < file.sizeBytes; start += READ_BYTES) {
    const read = await file.read(start, Math.min(file.sizeBytes, start + READ_BYTES));
    for (let offset = 0; offset < read.length; offset += CHUNK_BYTES) {
      const isLast = start + offset + CHUNK_BYTES >= file.sizeBytes;
      const tag = isLast
        ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
      const chunk = read.subarray(offset, offset + CHUNK_BYTES);
      sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, null, tag);
    }
  }
};

/**
 * RFC 8188, "aes128gcm", in records of 64 KiB over WebCrypto: how files were sent before. Each record ends with a
 * delimiter, so it must be copied first. Source: RFC 8188, section 2.
 */
export const rfc8188: Work = async (file) => {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const iv = new Uint8Array(12);
  const contentBytes = CHUNK_BYTES - 17;
  const record = new Uint8Array(contentBytes + 1);
  const recordsRead = Math.floor(READ_BYTES / contentBytes);
  let sequence = 0;
  for (let start = 0; start < file.sizeBytes; start += recordsRead * contentBytes) {
    const read = await file.read(start, Math.min(file.sizeBytes, start + recordsRead * contentBytes));
    for (let offset = 0; offset < read.length; offset += contentBytes) {
      const content = read.subarray(offset, offset + contentBytes);
      record.set(content);
      record[content.length] = start + offset + content.length === file.sizeBytes ? 2 : 1;
      iv.set(nonce);
      const view = new DataView(iv.buffer);
      view.setUint32(8, (view.getUint32(8) ^ sequence) >>> 0);
      sequence += 1;
      await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, record.subarray(0, content.length + 1));
    }
  }
};

/** A file as a stream, for those that take nothing else. */
function streamOf(file: SourceFile): ReadableStream<Uint8Array> {
  let start = 0;
  return new ReadableStream({
    async pull(controller) {
      if (start >= file.sizeBytes) return controller.close();
      const end = Math.min(file.sizeBytes, start + READ_BYTES);
      controller.enqueue(await file.read(start, end));
      start = end;
    },
  });
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}
