import { openAsBlob } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { SourceFile } from "@postern/client";

/** A file of which a part is in memory at a time. */
export interface OpenedFile extends SourceFile {
  close(): Promise<void>;
}

/** Node counts a blob's bytes in 32 bits: one of a larger file ends early. */
const LARGEST_BLOB_BYTES = 2 ** 32 - 1;

/**
 * Opens a file on disk to be read by ranges. Its `blob`, where it has one, is sealed frame by frame, and cannot be read
 * any more when the file has changed.
 *
 * @throws Error of the file system
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    return {
      name: basename(path),
      sizeBytes: size,
      ...(size <= LARGEST_BLOB_BYTES && { blob: await openAsBlob(path) }),
      async read(start, end) {
        const bytes = new Uint8Array(end - start);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
