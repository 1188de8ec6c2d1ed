import * as z from "zod";
import { ClinicID, DocumentID, LocationID, SubmissionID, base64 } from "./id.ts";
import { LIMITS } from "./limits.ts";
import { SubmissionKind } from "./words.ts";

/** First line of what is signed. Another layout of the text has another tag. */
export const RECEIPT_FORMAT = "postern-receipt-1";

/** Where a portal publishes the public keys of its receipts; a file that no function makes. */
export const RECEIPT_KEYS_PATH = "/receipt-keys.json";

const When = z.iso.datetime();
/** Signs that are not seen by themselves: with them two names could look alike. Marks of direction are among them. */
const HIDDEN = "\\p{Cf}\\p{Default_Ignorable_Code_Point}";
/** What ends a line, and halves of characters. */
const BREAKING = "\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}";
/** One line of text: nothing that could end it, hide in it or be no character. */
const Line = z
  .string()
  .min(1)
  .max(LIMITS.receiptNameLength)
  .regex(new RegExp(`^[^${BREAKING}${HIDDEN}]+$`, "u"));
/** What KMS calls the key, without account and Region. */
const KeyID = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
/** SHA-256 in base64; of an object in parts S3's composite: SHA-256 over the parts' digests, then `-` and their number. */
const Attested = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(-[1-9]\d{0,4})?$/);

/** One sealed object, as the bucket attested it. Its content and its name are known to no server. */
export const ReceiptDocument = z.strictObject({
  documentID: DocumentID,
  kind: z.enum(["document", "manifest"]),
  sealedSizeBytes: z.int().positive().max(LIMITS.sealedSizeBytes),
  sha256: Attested,
});
export type ReceiptDocument = z.infer<typeof ReceiptDocument>;

/** That a clinic received these sealed bytes, whole, and by when someone will look. Names no person. */
export const Receipt = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  clinicID: ClinicID,
  clinicName: Line,
  locationID: LocationID,
  locationName: Line.optional(),
  submissionID: SubmissionID,
  number: z.string().regex(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/),
  round: z.int().positive(),
  kind: SubmissionKind,
  issuedAt: When,
  /** The queue's promise of the first look. */
  dueAt: When,
  keyID: KeyID,
  /** By id, ascending: the list of file names is one of them. */
  documents: z
    .array(ReceiptDocument)
    .min(1)
    .max(LIMITS.documentsPerSubmission + 1)
    .refine((documents) =>
      documents.every(({ documentID }, at) => at === 0 || isAfter(documentID, at, documents)),
    ),
});
export type Receipt = z.infer<typeof Receipt>;

/** A receipt with its signature (ECDSA over P-256 with SHA-256; 64 bytes, r and s, as IEEE P1363 has them). */
export const SignedReceipt = Receipt.extend({ signature: base64(64) });
export type SignedReceipt = z.infer<typeof SignedReceipt>;

/** A public key (P-256, SubjectPublicKeyInfo, base64) under the name that receipts give it. */
export const ReceiptKey = z.strictObject({ keyID: KeyID, publicKey: base64(91) });
export type ReceiptKey = z.infer<typeof ReceiptKey>;

/** The published file: the key that signs now, and those that signed before it. */
export const ReceiptKeys = z.strictObject({
  format: z.literal("postern-receipt-keys-1"),
  keys: z.array(ReceiptKey).max(100),
});
export type ReceiptKeys = z.infer<typeof ReceiptKeys>;

/**
 * The one text of a receipt: a line for each member, in this order, then one for each document; each line ends in LF.
 * No value can hold a line's end, so no two receipts have the same text.
 */
export function receiptText(receipt: Receipt): string {
  const { documents, locationName } = receipt;
  const lines = [
    receipt.format,
    `clinic ${receipt.clinicID}`,
    `clinic-name ${receipt.clinicName}`,
    `location ${receipt.locationID}`,
    ...(locationName === undefined ? [] : [`location-name ${locationName}`]),
    `submission ${receipt.submissionID}`,
    `number ${receipt.number}`,
    `round ${receipt.round}`,
    `kind ${receipt.kind}`,
    `issued ${receipt.issuedAt}`,
    `due ${receipt.dueAt}`,
    `key ${receipt.keyID}`,
    `documents ${documents.length}`,
    ...documents.map(
      ({ documentID, kind, sealedSizeBytes, sha256 }) => `${documentID} ${kind} ${sealedSizeBytes} ${sha256}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * The bytes that are signed: the format's tag and the SHA-256 of the text in hex, each ended by LF. KMS signs at most
 * 4,096 bytes, and a text of two hundred documents is longer.
 *
 * @param textSha256 32 bytes
 */
export function receiptStatement(textSha256: Uint8Array): Uint8Array<ArrayBuffer> {
  const hex = Array.from(textSha256, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return new TextEncoder().encode(`${RECEIPT_FORMAT}\n${hex}\n`);
}

/** A text of ours as a receipt can hold it: on one line, nothing hidden, within the length; undefined when nothing is left. */
export function receiptLine(text: string): string | undefined {
  const seen = text.replace(new RegExp(`[${HIDDEN}]+`, "gu"), "");
  const line = seen.replace(new RegExp(`[${BREAKING}]+`, "gu"), " ").trim();
  // A pair of surrogates that was cut in two is no character any more.
  const cut = line
    .slice(0, LIMITS.receiptNameLength)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
  return cut === "" ? undefined : cut;
}

function isAfter(
  documentID: string,
  at: number,
  documents: readonly { readonly documentID: string }[],
): boolean {
  return documentID > (documents[at - 1]?.documentID ?? "");
}
