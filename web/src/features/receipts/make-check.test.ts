import { describe, expect, it } from "vitest";
import type { CheckEvent } from "./machine.ts";
import { makeCheck } from "./make-check.ts";

const KEYS = JSON.stringify({
  format: "postern-receipt-keys-1",
  keys: [{ keyID: "mrk-1", publicKey: btoa("k".repeat(91)) }],
});
const file = (text: string) => new Blob([text]);

/** A check whose keys come as these answers say, one for each time they are asked for. */
function scene(...answers: readonly (string | Error)[]) {
  const said: CheckEvent[] = [];
  let asked = 0;
  const check = makeCheck({
    loadKeys: () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? "");
    },
    send: (event) => said.push(event),
  });
  return { check, said, asked: () => asked };
}

describe("checking a file", () => {
  it("asks for the keys once, before any file, and then for nothing", async () => {
    const { check, said, asked } = scene(KEYS);
    expect(asked()).toBe(1);
    await check.check(file("{}"));
    await check.check(file("no receipt"));
    expect(asked()).toBe(1);
    expect(said).toEqual([
      { type: "chosen", run: 1 },
      { type: "checked", run: 1, verdict: { kind: "malformed" }, keysFrom: "portal" },
      { type: "chosen", run: 2 },
      { type: "checked", run: 2, verdict: { kind: "malformed" }, keysFrom: "portal" },
    ]);
  });

  it("says that the keys are missing, and asks for them again with the next file", async () => {
    const { check, said } = scene(new Error("offline"), "<!doctype html>", KEYS);
    await check.check(file("{}"));
    await check.check(file("{}"));
    expect(said.filter(({ type }) => type !== "chosen").map(({ type }) => type)).toEqual([
      "failed",
      "checked",
    ]);
  });

  it("reads no file that is too large, and says when one cannot be read", async () => {
    const { check, said } = scene(KEYS);
    await check.check({ size: 300_000, text: () => Promise.reject(new Error("was read")) });
    await check.check({ size: 1, text: () => Promise.reject(new Error("gone")) });
    expect(said.filter(({ type }) => type === "failed")).toEqual([
      { type: "failed", run: 1, why: "tooLarge" },
      { type: "failed", run: 2, why: "unread" },
    ]);
  });

  it("believes keys of a file instead, also where the portal's do not come", async () => {
    const { check, said } = scene(new Error("offline"));
    expect(await check.useKeys(file("{}"))).toBeNull();
    expect(await check.useKeys(file(KEYS))).toBe(1);
    await check.check(file("{}"));
    expect(said.map(({ type }) => type)).toEqual(["keys-changed", "chosen", "checked"]);
    expect(said.at(-1)).toMatchObject({ keysFrom: "file" });
  });

  it("goes back to the portal's keys, and then says nothing by those of the file any more", async () => {
    const { check, said } = scene(KEYS);
    await check.useKeys(file(KEYS));
    const checking = check.check(file("{}"));
    check.usePortalKeys();
    await check.check(file("{}"));
    await checking;
    expect(said.findLast(({ type }) => type === "keys-changed")).toBeDefined();
    expect(said).toContainEqual({
      type: "checked",
      run: 4,
      verdict: { kind: "malformed" },
      keysFrom: "portal",
    });
  });
});
