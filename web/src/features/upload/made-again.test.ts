import { describe, expect, it } from "vitest";
import type { Prepared } from "../preparing/prepare.ts";
import { handlesOf, rememberHandles, type FileHandle } from "./handles.ts";
import { madeAgain, rememberPages } from "./made-again.ts";

const handleOf = (name: string) => ({ name }) as FileHandle;

function photo(name: string, hasHandle = true): File {
  const file = new File([name], name);
  if (hasHandle) rememberHandles(file, [handleOf(name)]);
  return file;
}
const prepare = (file: File): Promise<Prepared> =>
  Promise.resolve({ file: new File([`clean ${file.name}`], file.name), changes: [], advice: [], sha256: "" });
const joinPhotos = async (files: readonly File[]) =>
  new File(
    files.map((file) => file),
    "joined.pdf",
  );

const making = { prepare, joinPhotos, signal: new AbortController().signal };

describe("a file of an earlier visit", () => {
  it("is the chosen one itself", async () => {
    const one = photo("a");
    expect(await madeAgain([one], making)).toBe(one);
    expect(await madeAgain([], making)).toBeUndefined();
  });

  it("is made again of its photos, each looked at first, and knows them again", async () => {
    const joined = await madeAgain([photo("a"), photo("b")], making);
    expect(await joined?.text()).toBe("clean aclean b");
    expect(handlesOf(joined ?? photo("none", false)).map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("is not made again when a photo cannot be read any more", async () => {
    const broken = () => Promise.reject(new Error("gone"));
    expect(await madeAgain([photo("a"), photo("b")], { ...making, prepare: broken })).toBeUndefined();
  });

  it("must be chosen where one of its photos has no handle", () => {
    const joined = photo("joined", false);
    rememberPages(joined, [photo("a"), photo("b", false)]);
    expect(handlesOf(joined)).toEqual([]);
  });
});
