import { describe, expect, it } from "vitest";
import type { FileHandle } from "../upload/handles.ts";
import { askToOpen, mayOpen, openAgain } from "./reopen.ts";

/** A handle as a browser gives it; `grant` is what the person answers, and may be meant for all. */
function handleOf(name: string, before: PermissionState, grant?: () => PermissionState): FileHandle {
  let state = before;
  const handle: Partial<FileHandle> = {
    getFile: () =>
      name === "gone"
        ? Promise.reject(new DOMException("gone", "NotFoundError"))
        : Promise.resolve(new File([], name)),
    queryPermission: () => Promise.resolve(state),
    requestPermission: () => Promise.resolve((state = grant?.() ?? "denied")),
  };
  return handle as FileHandle;
}

describe("files of an earlier visit", () => {
  it("may be opened without asking when the browser says so of each", async () => {
    const [open, shut] = [handleOf("a", "granted"), handleOf("b", "prompt")];
    expect(await mayOpen([[open], [open]])).toBe(true);
    expect(await mayOpen([[open], [open, shut]])).toBe(false);
    expect(await mayOpen([[{ getFile: open.getFile } as FileHandle]])).toBe(false);
  });

  it("are asked for one after the other, up to the first no", async () => {
    const asked: string[] = [];
    const asking = (name: string, answer: PermissionState) =>
      handleOf(name, "prompt", () => {
        asked.push(name);
        return answer;
      });
    expect(await askToOpen([[handleOf("a", "granted")], [asking("b", "granted")]])).toBe(true);
    expect(await askToOpen([[asking("c", "denied")], [asking("d", "granted")]])).toBe(false);
    expect(asked).toEqual(["b", "c"]);
  });

  it("are opened as they are now, without those that are gone or have to be chosen", async () => {
    const [a, gone] = [handleOf("a", "granted"), handleOf("gone", "granted")];
    const files = await openAgain([[a], [], [gone], [a, gone]]);
    expect(files.map((pages) => pages.map(({ name }) => name))).toEqual([["a"]]);
  });
});
