import type { SignedReceipt } from "@postern/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paperDocument } from "./paper.fixture.ts";
import { receiptPaper, wrapped } from "./paper.ts";

const id = (prefix: string, last: number) => `${prefix}_${String(last).padStart(26, "0")}`;
const receiptOf = (files: number, clinicName = "Riverside") =>
  ({
    format: "postern-receipt-1",
    clinicID: id("cli", 1),
    clinicName,
    locationID: id("loc", 2),
    locationName: "Northside",
    submissionID: id("sub", 3),
    number: "K7M2-4Q9R",
    round: 1,
    kind: "images",
    issuedAt: "2026-11-22T10:00:00.000Z",
    dueAt: "2026-11-24T10:00:00.000Z",
    keyID: "mrk-0a1b",
    documents: Array.from({ length: files + 1 }, (_, at) => ({
      documentID: id("doc", at),
      kind: at === files ? "manifest" : "document",
      sealedSizeBytes: 2_400_000,
      sha256: `${String(at).padStart(42, "a")}A=`,
    })),
    signature: "s".repeat(86) + "==",
  }) as unknown as SignedReceipt;

const read = (receipt: SignedReceipt) => paperDocument(receiptPaper(receipt, "https://portal.example.org"));

describe("the paper of a receipt", () => {
  it("says what the receipt says, and that it proves nothing", async () => {
    const { pages } = await read(receiptOf(2));
    expect(pages).toHaveLength(1);
    const text = pages.join(" ");
    for (const part of ["K7M2-4Q9R", "Riverside", "Northside", "mrk-0a1b", "2026-11-22T10:00:00.000Z"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("File 2, 2.3 MB, locked");
    expect(text).toContain("https://portal.example.org/verify");
    expect(text).toContain("Page 1 of 1");
  });

  it("has all of two hundred files, over as many pages as they need", async () => {
    const { pages } = await read(receiptOf(200));
    expect(pages.length).toBeGreaterThan(5);
    const text = pages.join(" ");
    for (const { sha256 } of receiptOf(200).documents) expect(text).toContain(`locked SHA-256 ${sha256}`);
    expect(text).toContain(`Page ${pages.length} of ${pages.length}`);
  });

  it("writes letters of Spanish and signs that mean something in a PDF, and owns up to those it has not", async () => {
    const { pages, title } = await read(receiptOf(1, "Clínica “Ñu” (sur) \\ 診療所"));
    expect(pages.join(" ")).toContain("Clínica “Ñu” (sur) \\ ???");
    expect(title).toBe("Receipt K7M2-4Q9R");
  });
});

it("lines are broken between words, none is too long, and nothing is lost", () => {
  expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapped("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 20 }), (text, letters) => {
      const lines = wrapped(text, letters);
      expect(lines.every((line) => line.length <= letters)).toBe(true);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});
