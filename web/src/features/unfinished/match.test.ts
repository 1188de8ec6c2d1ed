import { describe, expect, it } from "vitest";
import type { KeptFile } from "../upload/kept.ts";
import type { UploadFile } from "../upload/rows.ts";
import { isSettled, matchFiles, placesOf, type Said } from "./match.ts";

const kept = (name: string, sha256 = name): KeptFile => ({ name, sizeBytes: 1, sha256 });
const chosen = (name: string, sha256 = name): UploadFile => ({
  key: `key of ${name}`,
  name,
  sizeBytes: 1,
  sha256,
  state: "ready",
  sentBytes: 0,
  totalBytes: 1,
});
const nothing: Said = { leftOut: new Set(), asNow: new Set() };
const states = (files: readonly UploadFile[], said: Said = nothing) =>
  matchFiles([kept("a"), kept("b")], files, said).map(({ state }) => state);

describe("files that were begun", () => {
  it("are missing until they are chosen again, in any order", () => {
    expect(states([])).toEqual(["missing", "missing"]);
    expect(states([chosen("b")])).toEqual(["missing", "found"]);
    expect(states([chosen("b"), chosen("a")])).toEqual(["found", "found"]);
  });

  it("are known by their bytes, whatever they are called now", () => {
    expect(states([chosen("copy of a", "a"), chosen("b")])).toEqual(["found", "found"]);
  });

  it("have changed when only the name is the same; the person says what becomes of them", () => {
    const files = [chosen("a", "other"), chosen("b")];
    expect(states(files)).toEqual(["changed", "found"]);
    expect(states(files, { ...nothing, asNow: new Set(["key of a"]) })).toEqual(["as-now", "found"]);
    expect(states([chosen("b")], { ...nothing, leftOut: new Set([0]) })).toEqual(["left-out", "found"]);
  });

  it("are found all the same when they were left out and then chosen", () => {
    expect(states([chosen("a"), chosen("b")], { ...nothing, leftOut: new Set([0]) })).toEqual([
      "found",
      "found",
    ]);
  });

  it("take one chosen file each", () => {
    const twice = matchFiles([kept("a"), kept("a2", "a")], [chosen("a")], nothing);
    expect(twice.map(({ state }) => state)).toEqual(["found", "missing"]);
  });

  it("show as one where they are images of one examination, as far as they fare alike", () => {
    const files = ["a", "b", "c"].map((name) => ({ ...kept(name), study: "study 1" }));
    const rows = placesOf(matchFiles([kept("x"), ...files], [chosen("a"), chosen("c")], nothing));
    const shown = rows.map((row) => [row[0].state, row.map(({ index }) => index)]);
    expect(shown).toEqual([
      ["missing", [0]],
      ["found", [1, 3]],
      ["missing", [2]],
    ]);
  });

  it("wait for a file that is still looked at", () => {
    expect(states([{ ...chosen("a"), state: "checking", sha256: undefined }])).toEqual([
      "missing",
      "missing",
    ]);
  });

  it("are settled when each is found, or something was said of it", () => {
    const settled = (said: Said) => isSettled(matchFiles([kept("a")], [], said));
    expect(settled(nothing)).toBe(false);
    expect(settled({ ...nothing, leftOut: new Set([0]) })).toBe(true);
  });
});
