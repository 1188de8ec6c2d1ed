import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";

const MIB = 1024 ** 2;
/** What the portal takes for a PDF: the upload tells files by their first bytes. */
const HEAD = Buffer.from("%PDF-1.7\n");

/** Writes a file that no disk and no network can make smaller. @returns its path */
export async function writeSample(directory: string, sizeMiB: number): Promise<string> {
  const path = join(directory, `sample-${sizeMiB}`);
  const handle = await open(path, "w");
  try {
    const bytes = new Uint8Array(MIB);
    for (let index = 0; index < sizeMiB; index += 1) {
      randomFillSync(bytes);
      if (index === 0) bytes.set(HEAD);
      await handle.write(bytes);
    }
  } finally {
    await handle.close();
  }
  return path;
}
