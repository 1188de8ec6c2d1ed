import {
  RECEIPT_FORMAT,
  receiptStatement,
  receiptText,
  type Receipt,
  type ReceiptKey,
} from "@postern/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "../base64.ts";
import { fingerprintOf, parseReceipt, parseReceiptKeys, verifyReceipt } from "./verify.ts";

const id = (prefix: string, last: string) => `${prefix}_${last.padStart(26, "0")}`;
const receipt = {
  format: RECEIPT_FORMAT,
  clinicID: id("cli", "1"),
  clinicName: "Clínica del Río",
  locationID: id("loc", "2"),
  locationName: "Northside",
  submissionID: id("sub", "3"),
  number: "K7M2-4Q9R",
  round: 1,
  kind: "images",
  issuedAt: "2026-11-22T10:00:00.000Z",
  dueAt: "2026-11-24T10:00:00.000Z",
  keyID: "mrk-1",
  documents: ["4", "5"].map((last) => ({
    documentID: id("doc", last),
    kind: last === "4" ? "manifest" : "document",
    sealedSizeBytes: 1200,
    sha256: toBase64(new Uint8Array(32).fill(Number(last))),
  })),
} as unknown as Receipt;

const curve = { name: "ECDSA", namedCurve: "P-256" };
async function newKey(keyID: string) {
  const pair = await crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
  const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)));
  return { pair, published: { keyID, publicKey } satisfies ReceiptKey };
}

let key: Awaited<ReturnType<typeof newKey>>;
let other: Awaited<ReturnType<typeof newKey>>;
let signed: Record<string, unknown>;
beforeAll(async () => {
  [key, other] = [await newKey("mrk-1"), await newKey("mrk-1")];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(receiptText(receipt)));
  const statement = receiptStatement(new Uint8Array(digest));
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    key.pair.privateKey,
    statement,
  );
  signed = { ...receipt, signature: toBase64(new Uint8Array(signature)) };
});

const verdict = async (value: unknown, keys: readonly ReceiptKey[] = [key.published]) =>
  (await verifyReceipt(JSON.stringify(value), keys)).kind;

describe("a receipt", () => {
  it("is valid as it was signed, however its JSON is written", async () => {
    const backwards = Object.fromEntries(Object.entries(signed).toReversed());
    expect(await verdict(signed)).toBe("valid");
    expect((await verifyReceipt(JSON.stringify(backwards, null, 4), [key.published])).kind).toBe("valid");
    const found = await verifyReceipt(JSON.stringify(signed), [other.published, key.published]);
    expect(found).toEqual({
      kind: "valid",
      receipt: signed,
      fingerprint: await fingerprintOf(key.published),
    });
  });

  it("is altered when any value of it is another one", async () => {
    const [first, second] = receipt.documents;
    const changes = {
      clinicID: id("cli", "9"),
      clinicName: "Clinica del Rio",
      locationID: id("loc", "9"),
      locationName: "Southside",
      submissionID: id("sub", "9"),
      number: "K7M2-4Q9S",
      round: 2,
      kind: "documents",
      issuedAt: "2026-11-21T10:00:00.000Z",
      dueAt: "2026-11-23T10:00:00.000Z",
      documents: [first],
    } satisfies Partial<Record<keyof Receipt, unknown>>;
    for (const [name, value] of Object.entries(changes)) {
      expect([name, await verdict({ ...signed, [name]: value })]).toEqual([name, "altered"]);
    }
    for (const change of [
      { documentID: id("doc", "6") },
      { kind: "manifest" },
      { sealedSizeBytes: 1201 },
      { sha256: first?.sha256 },
      { sha256: `${second?.sha256}-2` },
    ]) {
      expect(await verdict({ ...signed, documents: [first, { ...second, ...change }] })).toBe("altered");
    }
    const { locationName: _, ...unnamed } = signed;
    expect(await verdict(unnamed)).toBe("altered");
    expect(await verdict({ ...signed, signature: toBase64(new Uint8Array(64)) })).toBe("altered");
    expect(await verdict(signed, [other.published])).toBe("altered");
  });

  it("is not judged without the key that it names", async () => {
    expect(await verdict(signed, [])).toBe("not-signed-by");
    expect(await verdict({ ...signed, keyID: "mrk-2" })).toBe("not-signed-by");
  });

  it("is none when it is not JSON, too long, too much or too little", async () => {
    expect((await verifyReceipt("%PDF-1.7", [key.published])).kind).toBe("malformed");
    expect((await verifyReceipt(JSON.stringify(signed) + " ".repeat(300_000), [])).kind).toBe("malformed");
    expect(await verdict({ ...signed, note: "paid" })).toBe("malformed");
    expect(await verdict(receipt)).toBe("malformed");
    expect(await verdict(null)).toBe("malformed");
  });

  it("is not vouched for by a key that is none", async () => {
    const publicKey = toBase64(new Uint8Array(91));
    expect(await verdict(signed, [{ keyID: "mrk-1", publicKey }])).toBe("altered");
  });
});

it("published keys are read, and nothing else", () => {
  const file = JSON.stringify({ format: "postern-receipt-keys-1", keys: [key.published] });
  expect(parseReceiptKeys(file)).toEqual([key.published]);
  expect(parseReceiptKeys("<!doctype html>")).toBeNull();
  expect(parseReceipt(file)).toBeNull();
});
