import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Receipt,
  ReceiptKeys,
  SignedReceipt,
  receiptLine,
  receiptStatement,
  receiptText,
} from "./receipt.ts";

const id = (prefix: string, last: string) => `${prefix}_${last.padStart(26, "0")}`;
const digest = `${"a".repeat(42)}A=`;
const plain = {
  format: "postern-receipt-1",
  clinicID: id("cli", "1"),
  clinicName: "Riverside Family Clinic",
  locationID: id("loc", "2"),
  locationName: "Northside",
  submissionID: id("sub", "3"),
  number: "K7M2-4Q9R",
  round: 1,
  kind: "images",
  issuedAt: "2026-11-22T10:00:00.000Z",
  dueAt: "2026-11-24T10:00:00.000Z",
  keyID: "mrk-0a1b",
  documents: [
    { documentID: id("doc", "4"), kind: "manifest", sealedSizeBytes: 1200, sha256: digest },
    { documentID: id("doc", "5"), kind: "document", sealedSizeBytes: 9_000_000, sha256: `${digest}-2` },
  ],
} as const;
/** Signs that no font draws, and one that fonts draw as nothing: two names could look alike. */
const HIDDEN = [
  "\u00ad",
  "\u115f",
  "\u200b",
  "\u200d",
  "\u2060",
  "\u3164",
  "\ufe0f",
  "\ufeff",
  "\ufff9",
  "\u{e0041}",
];
const textOf = (change: object) => receiptText(Receipt.parse({ ...plain, ...change }));
const isTaken = (change: object) => Receipt.safeParse({ ...plain, ...change }).success;

describe("the text of a receipt", () => {
  it("is these lines", () => {
    expect(textOf({})).toBe(
      [
        "postern-receipt-1",
        "clinic cli_00000000000000000000000001",
        "clinic-name Riverside Family Clinic",
        "location loc_00000000000000000000000002",
        "location-name Northside",
        "submission sub_00000000000000000000000003",
        "number K7M2-4Q9R",
        "round 1",
        "kind images",
        "issued 2026-11-22T10:00:00.000Z",
        "due 2026-11-24T10:00:00.000Z",
        "key mrk-0a1b",
        "documents 2",
        `doc_00000000000000000000000004 manifest 1200 ${digest}`,
        `doc_00000000000000000000000005 document 9000000 ${digest}-2`,
        "",
      ].join("\n"),
    );
  });

  it("is another one for every other value", () => {
    const [first, second] = plain.documents;
    const changes = [
      {},
      { clinicID: id("cli", "9") },
      { clinicName: "Riverside" },
      { locationID: id("loc", "9") },
      { locationName: "Southside" },
      { locationName: undefined },
      { submissionID: id("sub", "9") },
      { number: "K7M2-4Q9S" },
      { round: 2 },
      { kind: "documents" },
      { issuedAt: "2026-11-22T10:00:00.001Z" },
      { dueAt: "2026-11-24T10:00:01.000Z" },
      { keyID: "mrk-0a1c" },
      { documents: [first] },
      { documents: [first, { ...second, documentID: id("doc", "6") }] },
      { documents: [first, { ...second, kind: "manifest" }] },
      { documents: [first, { ...second, sealedSizeBytes: 9_000_001 }] },
      { documents: [first, { ...second, sha256: digest }] },
      { documents: [first, { ...second, sha256: `${digest}-3` }] },
    ];
    expect(new Set(changes.map(textOf)).size).toBe(changes.length);
  });
});

describe("a receipt is refused", () => {
  it.each([
    ["a name that goes on in another line", { clinicName: "Riverside\nround 9" }],
    ["a name with a line's end of Unicode", { locationName: "North\u2028side" }],
    ["a name that turns the line around", { clinicName: "Riverside \u202Eegas" }],
    ["a name that is no text", { clinicName: "\uD800" }],
    ["a name that is too long", { clinicName: "x".repeat(201) }],
    ["no name", { clinicName: "" }],
    ["another format", { format: "postern-receipt-2" }],
    ["a key's ARN", { keyID: "arn:aws:kms:us-east-1:000000000000:key/mrk-1" }],
    ["no documents", { documents: [] }],
    ["documents in another order", { documents: plain.documents.toReversed() }],
    ["one document twice", { documents: [plain.documents[0], plain.documents[0]] }],
    ["a digest that is none", { documents: [{ ...plain.documents[0], sha256: `${digest}-0` }] }],
    [
      "a digest in another spelling",
      { documents: [{ ...plain.documents[0], sha256: `${"a".repeat(42)}B=` }] },
    ],
    ["something that is no part of it", { patientName: "Rosa Medina" }],
  ])("with %s", (_, change) => {
    expect(isTaken(change)).toBe(false);
  });

  it.each(HIDDEN)("with %j in a name, which nobody sees", (sign) => {
    expect(isTaken({ clinicName: `River${sign}side` })).toBe(false);
  });

  it("with more documents than a submission can have, and not with as many", () => {
    const documents = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...plain.documents[0],
        documentID: id("doc", String(at + 1)),
        sealedSizeBytes: 5_000_000_000,
        sha256: `${digest}-10000`,
      }));
    expect(isTaken({ documents: documents(202) })).toBe(false);
    const largest = { ...plain, documents: documents(201), signature: Buffer.alloc(64).toString("base64") };
    expect(JSON.stringify(SignedReceipt.parse(largest)).length).toBeLessThan(64 * 1024);
  });
});

it("what is signed is the tag and the digest of the text", () => {
  const bytes = receiptStatement(new Uint8Array(32).fill(0xab));
  expect(new TextDecoder().decode(bytes)).toBe(`postern-receipt-1\n${"ab".repeat(32)}\n`);
});

describe("a name as a receipt holds it", () => {
  it("is on one line, and never refused", () => {
    expect(receiptLine("Riverside\nFamily  Clinic ")).toBe("Riverside Family  Clinic");
    expect(receiptLine("\u0000\u202E")).toBeUndefined();
    expect(receiptLine(`River${HIDDEN.join("")}side`)).toBe("Riverside");
    expect(receiptLine(`${"x".repeat(199)}😀y`)).toBe("x".repeat(199));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const line = receiptLine(text);
        expect(line === undefined || isTaken({ clinicName: line })).toBe(true);
      }),
    );
  });
});

it("the published keys are P-256 in their one length", () => {
  const isGood = (publicKey: string) =>
    ReceiptKeys.safeParse({ format: "postern-receipt-keys-1", keys: [{ keyID: "mrk-1", publicKey }] })
      .success;
  expect(isGood(Buffer.alloc(91).toString("base64"))).toBe(true);
  expect(isGood(Buffer.alloc(92).toString("base64"))).toBe(false);
});
