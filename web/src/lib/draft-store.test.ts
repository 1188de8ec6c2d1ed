import { PersonID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { openPageStore } from "./browser-store.ts";
import { DRAFT_AGE_MS, makeDraftStore } from "./draft-store.ts";

const personOf = (digit: string) => PersonID.parse(`per_${digit.repeat(26)}`);
const [rosa, maya] = [personOf("2"), personOf("3")];
const WORDS = "It hurts since Monday";

function open() {
  const [drafts, keys] = [openPageStore(), openPageStore()];
  const clock = { now: 0 };
  return { drafts, keys, clock, store: makeDraftStore({ drafts, keys, now: () => clock.now }) };
}

describe("drafts", () => {
  it("are found again by the same person under the same name, and by nobody else", async () => {
    const { store } = open();
    await store.write(rosa, "send note", WORDS);
    expect(await store.read(rosa, "send note")).toBe(WORDS);
    expect(await store.read(rosa, "other note")).toBe("");
    expect(await store.read(maya, "send note")).toBe("");
  });

  it("may have something beside them, which goes when they go", async () => {
    const { store, clock } = open();
    await store.write(rosa, "sending", WORDS, ["handle"]);
    expect(await store.readBeside(rosa, "sending")).toEqual(["handle"]);
    expect(await store.readBeside(maya, "sending")).toBeUndefined();
    await store.write(rosa, "sending", WORDS);
    expect(await store.readBeside(rosa, "sending")).toBeUndefined();
    await store.write(rosa, "sending", WORDS, ["handle"]);
    clock.now = DRAFT_AGE_MS;
    expect(await store.readBeside(rosa, "sending")).toBeUndefined();
  });

  it("lie in the browser as noise, under a key that cannot be read out", async () => {
    const { store, drafts, keys } = open();
    await store.write(rosa, "send note", WORDS);
    const [name] = await drafts.names();
    const { sealed } = (await drafts.get(name ?? "")) as { sealed: ArrayBuffer };
    expect(new TextDecoder().decode(sealed)).not.toContain("Monday");
    const key = (await keys.get(rosa)) as CryptoKey;
    expect(key.extractable).toBe(false);
  });

  it("cannot be put in another's place", async () => {
    const { store, drafts } = open();
    await store.write(rosa, "send note", WORDS);
    await drafts.put(`${rosa} other note`, await drafts.get(`${rosa} send note`));
    expect(await store.read(rosa, "other note")).toBe("");
  });

  it("are gone when they are empty, after a day, and when all are forgotten", async () => {
    const { store, drafts, keys, clock } = open();
    await store.write(rosa, "a", WORDS);
    await store.write(rosa, "a", "");
    expect(await drafts.names()).toEqual([]);
    await store.write(rosa, "b", WORDS);
    clock.now = DRAFT_AGE_MS;
    await store.write(maya, "c", WORDS);
    expect(await store.read(rosa, "b")).toBe("");
    await store.sweep();
    expect(await drafts.names()).toEqual([`${maya} c`]);
    expect(await keys.names()).toEqual([maya]);
    await store.clear();
    expect([await drafts.names(), await keys.names()]).toEqual([[], []]);
  });
});
