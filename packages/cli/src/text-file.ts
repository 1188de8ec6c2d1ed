import { open } from "node:fs/promises";

/**
 * Reads a file of words, UTF-8. Of a longer one no more than the limit is taken into memory.
 *
 * @returns undefined when it is longer, or no UTF-8
 * @throws Error of the file system
 */
export async function readTextFile(path: string, limitBytes: number): Promise<string | undefined> {
  const handle = await open(path, "r");
  try {
    const bytes = new Uint8Array(limitBytes + 1);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === bytes.length) break;
    }
    return filled > limitBytes ? undefined : textOf(bytes.subarray(0, filled));
  } finally {
    await handle.close();
  }
}

function textOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
