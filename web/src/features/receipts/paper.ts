import type { SignedReceipt } from "@postern/contract";
import { formatSize, formatDated } from "../../lib/format.ts";
import { language } from "../../lib/language.ts";
import { WORDS as SHARED } from "../../words.ts";
import { lettersIn, pdfOf, type PdfLine } from "./pdf.ts";
import { RECEIPT_WORDS, receiptLines } from "./words.ts";

const LABEL_LETTERS = 22;

/**
 * The receipt as a PDF, in the language of the page; for eyes, so it says itself that it proves nothing.
 *
 * @param origin of the portal, where its file can be checked
 */
export function receiptPaper(receipt: SignedReceipt, origin: string): Uint8Array<ArrayBuffer> {
  const { paper: words } = RECEIPT_WORDS;
  const title = `${words.title} ${receipt.number}`;
  const lines: PdfLine[] = [
    { text: title, style: "title" },
    ...facts(receipt).flatMap(([label, value], at) => pair(label, value, at === 0 ? 8 : 0)),
    { text: words.documents, style: "heading", above: 14, isHeld: true },
    ...receiptLines(receipt).flatMap(({ what, sealedSizeBytes, sha256 }): PdfLine[] => [
      {
        text: `${what}, ${RECEIPT_WORDS.lockedSize(formatSize(sealedSizeBytes))}`,
        style: "text",
        above: 5,
        isHeld: true,
      },
      { text: `  SHA-256 ${sha256}`, style: "small" },
    ]),
    ...broken(words.digest, "small", 8),
    ...broken(words.promise, "text", 14),
    ...broken(words.check(`${origin}/verify`), "text", 4),
    ...broken(`${words.signedWith} ${receipt.keyID}`, "small", 10),
    ...broken(`${words.signature} ${receipt.signature}`, "small", 0),
  ];
  return pdfOf(lines, {
    title,
    language: language(),
    foot: (page, pages) => `${title}  ${words.page(page, pages)}`,
  });
}

function facts(receipt: SignedReceipt): readonly (readonly [string, string])[] {
  const { paper: words } = RECEIPT_WORDS;
  const { clinicName, locationName, issuedAt, dueAt } = receipt;
  return [
    [words.clinic, clinicName],
    ...(locationName === undefined ? [] : [[words.location, locationName] as const]),
    [words.number, receipt.number],
    [words.round, String(receipt.round)],
    [words.kind, SHARED.kinds[receipt.kind]],
    [words.received, `${formatDated(issuedAt)} (${issuedAt})`],
    [words.firstLook, `${formatDated(dueAt)} (${dueAt})`],
    [words.submission, receipt.submissionID],
  ];
}

function pair(label: string, value: string, above: number): PdfLine[] {
  const room = lettersIn("text") - LABEL_LETTERS;
  return wrapped(value, room).map((part, at) => ({
    text: `${(at === 0 ? label : "").padEnd(LABEL_LETTERS)}${part}`,
    style: "text",
    above: at === 0 ? above : 0,
  }));
}

function broken(value: string, style: "text" | "small", above: number): PdfLine[] {
  return wrapped(value, lettersIn(style)).map((text, at) => ({ text, style, above: at === 0 ? above : 0 }));
}

/** Lines of at most so many letters, broken between words where there are any. */
export function wrapped(value: string, letters: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of value.split(" ")) {
    const next = line === "" ? word : `${line} ${word}`;
    if (next.length <= letters) {
      line = next;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > letters) {
      lines.push(line.slice(0, letters));
      line = line.slice(letters);
    }
  }
  return [...lines, line];
}
