import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

/**
 * Writes a file of words, UTF-8, over one that was there: whole or not at all, also when the machine stops meanwhile.
 *
 * @param mode rights of the file, whatever those of an earlier one were; less the mask of the process
 * @throws Error of the file system
 */
export async function writeWhole(path: string, text: string, mode = 0o666): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const handle = await open(draft, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
