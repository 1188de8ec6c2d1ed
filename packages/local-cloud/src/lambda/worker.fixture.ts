import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory of function modules for a test, removed at its end. */
export async function createModules() {
  const directory = await mkdtemp(join(tmpdir(), "functions-"));
  return {
    directory,
    /** Writes an ES module and returns its absolute path. */
    async write(name: string, source: string): Promise<string> {
      const file = join(directory, name);
      await writeFile(file, source);
      return file;
    },
    remove: () => rm(directory, { recursive: true }),
  };
}
