import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "./state.ts";

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "postern-state-"));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const file = () => join(path, "state.jsonl");
const found = (name: string) => {
  const state = openState({ path });
  try {
    return [...state.shelf<unknown>(name).found];
  } finally {
    state.close();
  }
};

describe("the kept state", () => {
  it("is there again, in the order in which keys first came, without what was deleted", () => {
    const state = openState({ path });
    const shelf = state.shelf<{ readonly n: number }>("numbers");
    shelf.put("b", { n: 1 });
    shelf.put("a", { n: 2 });
    shelf.put("gone", { n: 3 });
    shelf.put("b", { n: 4 });
    shelf.delete("gone");
    state.shelf<string>("words").put("b", "another shelf's");
    state.close();

    expect(found("numbers")).toEqual([
      ["b", { n: 4 }],
      ["a", { n: 2 }],
    ]);
    expect(found("words")).toEqual([["b", "another shelf's"]]);
    expect(found("never used")).toEqual([]);
  });

  it("is with the system before `put` returns: nobody closes it when the process is killed", () => {
    openState({ path }).shelf<number>("numbers").put("a", 1);
    expect(found("numbers")).toEqual([["a", 1]]);
  });

  it("drops a line that was broken off, and only that", () => {
    const state = openState({ path });
    state.shelf<number>("numbers").put("a", 1);
    state.close();
    appendFileSync(file(), '[["numbers","b",');
    expect(found("numbers")).toEqual([["a", 1]]);
    openState({ path }).shelf<number>("numbers").put("c", 3);
    expect(found("numbers")).toEqual([
      ["a", 1],
      ["c", 3],
    ]);
  });

  it("is refused when it is damaged in the middle, and says where", () => {
    writeFileSync(file(), '[["numbers","a",1]]\nnonsense\n[["numbers","b",2]]\n');
    expect(() => openState({ path })).toThrow(/damaged.*line 2/);
    expect(readFileSync(file(), "utf8")).toContain("nonsense");
  });

  it("does not grow from one start to the next", () => {
    const state = openState({ path });
    for (let n = 0; n < 100; n += 1) state.shelf<number>("numbers").put("a", n);
    state.close();
    openState({ path }).close();
    expect(readFileSync(file(), "utf8")).toBe('[["numbers","a",99]]\n');
  });

  it("keeps what was changed together as one, or not at all", () => {
    const state = openState({ path });
    const [ones, twos] = [state.shelf<number>("ones"), state.shelf<number>("twos")];
    ones.put("a", 1);
    state.together(() => {
      ones.delete("a");
      state.together(() => twos.put("a", 2));
    });
    state.close();
    const text = readFileSync(file(), "utf8");
    const lastLine = text.lastIndexOf("\n", text.length - 2) + 1;
    writeFileSync(file(), text.slice(0, -2));
    expect([found("ones"), found("twos")]).toEqual([[["a", 1]], []]);
    writeFileSync(file(), text.slice(0, lastLine) + text.slice(lastLine));
    expect([found("ones"), found("twos")]).toEqual([[], [["a", 2]]]);
  });

  it("is gone when it begins anew", () => {
    openState({ path }).shelf<number>("numbers").put("a", 1);
    openState({ path, isFresh: true }).close();
    expect(found("numbers")).toEqual([]);
  });

  it("keeps nothing without a directory", () => {
    const state = openState();
    state.shelf<number>("numbers").put("a", 1);
    expect([...state.shelf<number>("numbers").found]).toEqual([]);
  });
});
