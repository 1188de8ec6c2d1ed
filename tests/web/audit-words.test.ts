import { describe, expect, it } from "vitest";
import { census } from "../../scripts/census.ts";
import { EN } from "../../web/src/features/audit/words.en.ts";
import { ES } from "../../web/src/features/audit/words.es.ts";

/** Written beside the operations: a caller who was turned away before any of them ran. */
const BESIDE = ["session.refused"];

describe("the words of the audit log", () => {
  const actions = [...census().map(({ action }) => action), ...BESIDE].sort();

  it.each([
    ["English", EN.actions],
    ["Spanish", ES.words.actions],
  ])("name every operation, and none that there is not, in %s", (_language, words) => {
    expect(Object.keys(words).sort()).toEqual(actions);
    expect(new Set(Object.values(words)).size).toBe(actions.length);
  });
});
