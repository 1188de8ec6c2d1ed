import { DocumentID, type DocumentView } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { newSince } from "./asked.ts";

const idOf = (letter: string) => DocumentID.parse(`doc_${letter.repeat(26)}`);
const document = (letter: string, facts: Partial<DocumentView> = {}) =>
  ({ documentID: idOf(letter), kind: "document", state: "verified", ...facts }) as DocumentView;

const documents = [
  document("a", { verifiedAt: "2026-03-01T10:00:00.000Z" }),
  document("b", { verifiedAt: "2026-03-03T10:00:00.000Z" }),
  document("c", { verifiedAt: "2026-03-03T10:00:00.000Z", state: "abandoned" }),
  document("d", { verifiedAt: "2026-03-03T10:00:00.000Z", kind: "manifest" }),
  document("e"),
];

describe("what is new in a later round", () => {
  it("is what came in after the sender was asked", () => {
    const asked = { at: "2026-03-02T10:00:00.000Z", decision: "pages-missing" } as const;
    expect([...newSince({ asked, documents })]).toEqual([idOf("b")]);
  });

  it("is nothing in the first", () => {
    expect(newSince({ documents }).size).toBe(0);
  });
});
