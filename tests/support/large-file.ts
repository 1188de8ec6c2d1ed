import { createCipheriv, createHash, type Hash } from "node:crypto";
import { open } from "node:fs/promises";

/** A large file, written once, and by what it is known again. */
export interface LargeFile {
  readonly path: string;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

const MIB = 1024 ** 2;
/** A DICOM file's first bytes: a preamble of nothing, and its letters. */
const HEAD = Buffer.concat([Buffer.alloc(128), Buffer.from("DICM")]);

/**
 * Writes a file that passes for a scan and of which no two pieces are alike, so that none could take another's place
 * unseen. The same seed makes the same bytes.
 */
export async function writeLargeFile(path: string, sizeMiB: number, seed: string): Promise<LargeFile> {
  const cipher = createCipheriv("aes-256-ctr", createHash("sha256").update(seed).digest(), Buffer.alloc(16));
  const digest = createHash("sha256");
  const zeros = Buffer.alloc(MIB);
  const file = await open(path, "w");
  try {
    for (let index = 0; index < sizeMiB; index += 1) {
      const piece = cipher.update(zeros);
      if (index === 0) HEAD.copy(piece);
      digest.update(piece);
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return { path, sha256: digest.digest("hex") };
}

/** SHA-256, in hex, of what comes out of a stream; nothing of it is kept. */
export async function digestOfStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  const digest: Hash = createHash("sha256");
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) digest.update(read.value);
  return digest.digest("hex");
}
