import { afterEach, describe, expect, it } from "vitest";
import { chooseLanguage, counting, language, messages, messagesIn } from "./language.ts";

const EN = { hello: "Hello", files: (count: number) => `${count} files` };
const ES = { reviewed: false, words: { hello: "Hola", files: (count: number) => `${count} archivos` } };

describe("messages", () => {
  afterEach(() => chooseLanguage("en"));

  it("are those of the page's language, also after it changed", () => {
    const words = messages(EN, ES);
    expect([words.hello, words.files(2)]).toEqual(["Hello", "2 files"]);
    chooseLanguage("es");
    expect([language(), words.hello, words.files(2)]).toEqual(["es", "Hola", "2 archivos"]);
  });

  it("of a given language do not follow the page", () => {
    expect(messagesIn("es", EN, ES).hello).toBe("Hola");
    expect(messagesIn("en", EN, ES).hello).toBe("Hello");
  });

  it("do not compile when a word is missing, and do not when one is too many", () => {
    // @ts-expect-error hello is missing
    messages(EN, { reviewed: false, words: { files: (count: number) => `${count}` } });
    // @ts-expect-error bye is not a word of this feature
    messages(EN, { reviewed: false, words: { ...ES.words, bye: "Adiós" } });
    expect(messages(EN, ES).hello).toBe("Hello");
  });
});

describe("counting", () => {
  it.each([
    ["en", 0, "0 files"],
    ["en", 1, "1 file"],
    ["en", 1204, "1,204 files"],
  ] as const)("in %s: %d", (code, count, words) => {
    expect(counting(code)(count, { one: "file", other: "files" })).toBe(words);
  });

  it.each([
    [0, "0 archivos"],
    [1, "1 archivo"],
    [2, "2 archivos"],
    [1_000_000, "1,000,000 archivos"],
  ])("in Spanish: %d", (count, words) => {
    expect(counting("es")(count, { one: "archivo", other: "archivos" })).toBe(words);
  });
});
