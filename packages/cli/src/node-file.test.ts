import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFile, type OpenedFile } from "./node-file.ts";

const GIB = 1024 ** 3;
const MARK = Buffer.from("mark");

let directory: string;
let file: OpenedFile | undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-node-file-"));
});
afterAll(async () => {
  await file?.close();
  await rm(directory, { recursive: true, force: true });
});

/** A file that takes no room on the disk, with a mark at a place. */
async function sparseFile(sizeBytes: number, markAt: number): Promise<string> {
  const path = join(directory, String(sizeBytes));
  const handle = await open(path, "w");
  await handle.truncate(sizeBytes);
  await handle.write(MARK, 0, MARK.length, markAt);
  await handle.close();
  return path;
}

it.each([1, 4, 5])(
  "what lies at the end of %i GiB is read, in whatever way the file is offered",
  async (gibibytes) => {
    const sizeBytes = gibibytes * GIB + 64;
    const at = sizeBytes - 8;
    file = await openFile(await sparseFile(sizeBytes, at));
    expect(file.sizeBytes).toBe(sizeBytes);
    expect(Buffer.from(await file.read(at, at + 4))).toEqual(MARK);
    const offered = await (file.blob?.slice(at, at + 4).arrayBuffer() ?? file.read(at, at + 4));
    expect(Buffer.from(offered as Uint8Array)).toEqual(MARK);
    await file.close();
  },
);
