import type { SignedReceipt } from "@postern/contract";
import { messages } from "../../lib/language.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** Words of receipts, in the language of the page. */
export const RECEIPT_WORDS = messages(EN, ES);

/** One line of what came in: the files in their order, then the list of their names. */
export interface ReceiptLine {
  readonly what: string;
  readonly sealedSizeBytes: number;
  readonly sha256: string;
}

/** What came in, by words: no server knows a file's name. */
export function receiptLines({ documents }: Pick<SignedReceipt, "documents">): readonly ReceiptLine[] {
  const files = documents.filter(({ kind }) => kind === "document");
  const lists = documents.filter(({ kind }) => kind === "manifest");
  return [
    ...files.map((file, at) => ({ ...file, what: RECEIPT_WORDS.file(at + 1) })),
    ...lists.map((list) => ({ ...list, what: RECEIPT_WORDS.list })),
  ];
}

/** How many files a person sent: without the list of their names. */
export function filesIn({ documents }: Pick<SignedReceipt, "documents">): number {
  return documents.filter(({ kind }) => kind === "document").length;
}

/** The clinic, and its location where that has a name. */
export function placeOf({ clinicName, locationName }: SignedReceipt): string {
  return locationName === undefined ? clinicName : `${locationName}, ${clinicName}`;
}
