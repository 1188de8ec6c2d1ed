import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { FunctionSecrets } from "../../infra/policy/index.ts";
import { drawSecrets } from "../topology.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const Secrets = z.strictObject({ origin: hex, cursor: hex, hash: hex });

/**
 * What the functions share, the same from one start to the next: drawn by the first one to use the directory.
 *
 * @throws Error when the file with them is damaged
 */
export async function keptSecrets(directory: string): Promise<FunctionSecrets> {
  const path = join(directory, "secrets.json");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(JSON.stringify(drawSecrets()));
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  try {
    return Secrets.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new Error(`${path} is damaged. Delete it and begin again with --fresh.`, { cause });
  }
}
