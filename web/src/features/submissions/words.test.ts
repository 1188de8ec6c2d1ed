import { REJECT_REASONS, RETURN_REASONS } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { messagesIn } from "../../lib/language.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";
import { decisionText, firstNameOf, lookWords } from "./words.ts";

describe("why the team decided as it did", () => {
  it("is told in the language of whoever reads it, with what to do where something can be done", () => {
    const spanish = messagesIn("es", EN, ES);
    expect(decisionText({ decision: "pages-missing" }, spanish)).toBe(
      "Faltan páginas. Agréguelas y envíelo otra vez.",
    );
    expect(decisionText({ decision: "duplicate" }, spanish)).toBe("El equipo ya lo tiene.");
    expect(decisionText({ decision: "duplicate" })).toBe("The team has it already.");
    expect(decisionText({})).toBe("");
  });

  it("is there in every language for every reason", () => {
    for (const decision of [...RETURN_REASONS, ...REJECT_REASONS]) {
      const texts = [EN, ES.words].map((words) => decisionText({ decision }, words));
      expect(new Set(texts).size).toBe(2);
    }
  });
});

describe("who looked", () => {
  it("names the file to those who know its name", () => {
    const opened = { action: "document.open" } as const;
    expect(lookWords(opened, undefined)).toBe("Opened a file.");
    expect(lookWords(opened, "arm.jpg")).toBe("Opened arm.jpg.");
    expect(lookWords({ ...opened, isList: true }, undefined)).toBe("Saw the file names and the note.");
    expect(lookWords({ action: "key.release" }, undefined)).toBe("Got the key to open the files.");
  });
});

describe("a greeting", () => {
  it("uses the first name, where there is one", () => {
    expect([firstNameOf("Maya Lindqvist"), firstNameOf("")]).toEqual(["Maya", ""]);
  });
});
