import type { Share, Work } from "./work.ts";

const MIB = 1024 ** 2;
const PART_BYTES = 8 * MIB;
const FRAME_BYTES = MIB / 4;

/** What a part costs where nothing is read, framed or kept: 8 MiB are encrypted in one call, and the result hashed. */
export const wholeParts: Work = async (file, share) => {
  const { encrypt, plaintext } = await materials();
  for (let part = 0; part < partsOf(file.sizeBytes, share); part += 1) {
    await crypto.subtle.digest("SHA-256", await encrypt(plaintext));
  }
};

/** The same at WebCrypto's best sizes: encrypted in calls of 256 KiB, hashed as 8 MiB. */
export const smallCalls: Work = async (file, share) => {
  const { encrypt, plaintext } = await materials();
  for (let part = 0; part < partsOf(file.sizeBytes, share); part += 1) {
    for (let start = 0; start < PART_BYTES; start += FRAME_BYTES) {
      await encrypt(plaintext.subarray(start, start + FRAME_BYTES));
    }
    await crypto.subtle.digest("SHA-256", plaintext);
  }
};

/** Encrypting alone, at WebCrypto's best size. */
export const encryptOnly: Work = async (file, share) => {
  const { encrypt, plaintext } = await materials();
  for (let part = 0; part < partsOf(file.sizeBytes, share); part += 1) {
    for (let start = 0; start < PART_BYTES; start += FRAME_BYTES) {
      await encrypt(plaintext.subarray(start, start + FRAME_BYTES));
    }
  }
};

/** Hashing alone, a part in one call. */
export const hashOnly: Work = async (file, share) => {
  const { plaintext } = await materials();
  for (let part = 0; part < partsOf(file.sizeBytes, share); part += 1) {
    await crypto.subtle.digest("SHA-256", plaintext);
  }
};

/** Reading alone, as whole parts. */
export const readOnly: Work = async (file, { index, of }) => {
  for (let start = index * PART_BYTES; start < file.sizeBytes; start += of * PART_BYTES) {
    await file.read(start, Math.min(file.sizeBytes, start + PART_BYTES));
  }
};

/** The files that are measured are made of whole parts, so that nothing is done for less than it counts. */
function partsOf(sizeBytes: number, { index, of }: Share): number {
  return Math.ceil((sizeBytes / PART_BYTES - index) / of);
}

let made: ReturnType<typeof make> | undefined;
const materials = () => (made ??= make());

async function make() {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = new Uint8Array(12);
  const counter = new DataView(iv.buffer);
  let count = 0;
  const encrypt = (bytes: Uint8Array<ArrayBuffer>) => {
    count += 1;
    counter.setUint32(8, count);
    return crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
  };
  return { encrypt, plaintext: new Uint8Array(PART_BYTES).fill(0x5a) };
}
