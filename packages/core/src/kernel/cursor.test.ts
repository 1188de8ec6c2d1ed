import { describe, expect, it } from "vitest";
import { createCursors } from "./cursor.ts";

const cursors = createCursors(new Uint8Array(32).fill(7));
const lastKey = { pk: "cli_a#que_b", sk: "x" };
const now = Date.UTC(2026, 10, 22);

describe("a cursor", () => {
  it("opens in its own list, and shows nothing of the key", async () => {
    const cursor = await cursors.seal("mine", lastKey, now);
    expect(cursor).not.toContain("que_b");
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("que_b");
    expect(await cursors.open("mine", cursor, now)).toEqual(lastKey);
  });

  it("does not open in another list, when edited, when late, or when made up", async () => {
    const cursor = await cursors.seal("mine", lastKey, now);
    const edited = `${cursor.slice(0, -2)}AA`;
    const refused = { kind: "input", code: "cursor" };
    await expect(cursors.open("yours", cursor, now)).rejects.toMatchObject(refused);
    await expect(cursors.open("mine", edited, now)).rejects.toMatchObject(refused);
    await expect(cursors.open("mine", cursor, now + 16 * 60_000)).rejects.toMatchObject(refused);
    await expect(cursors.open("mine", "made-up", now)).rejects.toMatchObject(refused);
  });
});
