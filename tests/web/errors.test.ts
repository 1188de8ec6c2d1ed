import { readFile } from "node:fs/promises";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { errorTable, SAID_BY_KIND, sentenceOf, serverCodes } from "../../scripts/error-table.ts";
import { chooseLanguage } from "../../web/src/lib/language.ts";
import { troubleWords, WORDS } from "../../web/src/words.ts";
import { ES } from "../../web/src/words.es.ts";

describe("every failure that a person can meet", () => {
  it("has a sentence of its own; no code of the server falls through", async () => {
    const codes = await serverCodes();
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => sentenceOf(code) === undefined)).toEqual([]);
    const known = codes.map(({ code }) => code);
    expect(SAID_BY_KIND.filter((code) => !known.includes(code))).toEqual([]);
  });

  it("a made-up code would be found", () => {
    expect(sentenceOf({ kind: "conflict", code: "made-up" })).toBeUndefined();
  });

  it("says what is so and what to do, and two things never in the same words", () => {
    const all = [...Object.values(WORDS.troubles), ...new Set(Object.values(WORDS.codes))];
    for (const { title, text } of all) {
      expect(title).toMatch(/\.$/);
      expect(text).toMatch(/\.$/);
      expect(`${title} ${text}`).not.toMatch(/something went wrong/i);
    }
    const kinds = Object.values(WORDS.troubles).map(({ title, text }) => title + text);
    expect(kinds).toEqual([...new Set(kinds)]);
  });

  it("is said in the other language too", () => {
    expect(Object.keys(ES.words.codes).sort()).toEqual(Object.keys(WORDS.codes).sort());
    chooseLanguage("es");
    expect(troubleWords({ kind: "limit", code: "quota" }).title).toBe(ES.words.codes.quota.title);
    chooseLanguage("en");
  });

  it("stands in docs/errors.md", async () => {
    const page = await readFile(new URL("../../docs/errors.md", import.meta.url), "utf8");
    expect(page).toBe(await format(await errorTable(), { parser: "markdown", printWidth: 110 }));
  });
});
