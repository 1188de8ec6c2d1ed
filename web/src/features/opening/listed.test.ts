import { DocumentView, Manifest } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { canShow, listOf } from "./listed.ts";
import { SENT_WORDS } from "./words.ts";

const id = (prefix: string, last: string) => `${prefix}_${"0".repeat(25)}${last}`;
const documentOf = (last: string, more: Partial<DocumentView> = {}) =>
  DocumentView.parse({
    documentID: id("doc", last),
    attemptID: id("att", last),
    kind: "document",
    state: "verified",
    sealedSizeBytes: 100,
    messageID: "A".repeat(43) + "=",
    ...more,
  });
const entry = { documentID: id("doc", "1"), name: "blood.pdf", mediaType: "application/pdf", sizeBytes: 7 };

function manifestOf(documents: readonly unknown[]): Manifest {
  const facts = { kind: "images", locationID: id("loc", "1"), urgency: "routine" };
  return Manifest.parse({ format: "postern-manifest-1", facts, documents });
}

describe("the documents of a task", () => {
  it("have the names, sizes and kinds that the sealed list gives them", () => {
    const [listed] = listOf([documentOf("1")], manifestOf([{ ...entry, kind: "lab-result" }]));
    expect(listed).toMatchObject({ name: "blood.pdf", type: "Lab result, PDF", sizeBytes: 7 });
    expect(listOf([documentOf("1")], manifestOf([entry]))[0]?.type).toBe("PDF");
  });

  it("are numbered where the list does not name them, and then not shown", () => {
    const [listed] = listOf([documentOf("2")], manifestOf([entry]));
    expect(listed).toMatchObject({ name: "Document 1", type: "Not on the sender’s list", sizeBytes: 100 });
    expect(listed !== undefined && canShow(listed)).toBe(false);
  });

  it("are files to whoever sent them", () => {
    const [listed] = listOf([documentOf("2")], manifestOf([entry]), SENT_WORDS);
    expect(listed).toMatchObject({ name: "File 1", type: "Not on the list that was sent with it" });
  });

  it("are only those that live, and shown only when they are verified", () => {
    const all = [
      documentOf("0", { kind: "manifest" }),
      documentOf("1", { state: "quarantined" }),
      documentOf("2", { state: "abandoned" }),
    ];
    const listed = listOf(all, manifestOf([entry]));
    expect(listed.map(({ name }) => name)).toEqual(["blood.pdf"]);
    expect(listed.some(canShow)).toBe(false);
  });
});
