import { readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createBlobs } from "./blobs.ts";

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.alloc(3 << 20);
  throw new Error("the line went dead");
}

describe("blobs", () => {
  it("lie in a directory that only this user can open, and go with it", async () => {
    const before = new Set(await readdir(tmpdir()));
    const blobs = await createBlobs();
    const made = (await readdir(tmpdir())).filter(
      (name) => name.startsWith("local-cloud-s3-") && !before.has(name),
    );
    const segment = await blobs.write(pieces("hello", " world"));
    const owners: string[] = [];
    for (const name of made) {
      const files = await readdir(join(tmpdir(), name));
      if (!files.includes(segment.file)) continue;
      const modes = [await stat(join(tmpdir(), name)), await stat(join(tmpdir(), name, segment.file))];
      expect(modes.map((found) => found.mode & 0o777)).toEqual([0o700, 0o600]);
      await expect(blobs.write(broken())).rejects.toThrow("the line went dead");
      expect(await readdir(join(tmpdir(), name))).toEqual([segment.file]);
      owners.push(name);
    }
    expect(owners).toHaveLength(1);
    const read: Buffer[] = [];
    for await (const chunk of blobs.read(segment, 3, 8)) read.push(chunk as Buffer);
    expect(Buffer.concat(read).toString()).toBe("lo wo");
    await blobs.close();
    expect(await readdir(tmpdir())).not.toContain(owners[0]);
  });
});
