import {
  ReceiptKeys,
  SignedReceipt,
  receiptStatement,
  receiptText,
  type Receipt,
  type ReceiptKey,
} from "@postern/contract";
import { fromBase64, toBase64 } from "../base64.ts";
import { jsonOf } from "../json.ts";

/** Longer than the largest receipt (201 documents) by a wide margin; what is longer is none. */
export const RECEIPT_FILE_SIZE_BYTES = 256 * 1024;

/**
 * What can be said of a receipt:
 * - `valid`: exactly this was signed with that key; `fingerprint` as `fingerprintOf` gives it.
 * - `not-signed-by`: it names a key that is not among those given; nothing was proven, either way.
 * - `altered`: it names a key that is, and what it says is not what that key signed.
 * - `malformed`: this is no receipt.
 */
export type ReceiptVerdict =
  | { readonly kind: "valid"; readonly receipt: SignedReceipt; readonly fingerprint: string }
  | { readonly kind: "not-signed-by"; readonly receipt: SignedReceipt }
  | { readonly kind: "altered"; readonly receipt: SignedReceipt }
  | { readonly kind: "malformed" };

/** @returns null when the text is no receipt; nothing is proven of one that is */
export function parseReceipt(text: string): SignedReceipt | null {
  return SignedReceipt.safeParse(contentOf(text)).data ?? null;
}

/** Reads a portal's file of public keys. @returns null when the text is none */
export function parseReceiptKeys(text: string): readonly ReceiptKey[] | null {
  return ReceiptKeys.safeParse(contentOf(text)).data?.keys ?? null;
}

/**
 * Verifies a receipt by itself: nothing is asked of anyone.
 *
 * @param text the file, JSON; its white space and the order of its members do not matter
 * @param keys whose signatures are believed. Whether these are the clinic's is not answered here.
 */
export async function verifyReceipt(text: string, keys: readonly ReceiptKey[]): Promise<ReceiptVerdict> {
  const receipt = parseReceipt(text);
  if (receipt === null) return { kind: "malformed" };
  const named = keys.filter(({ keyID }) => keyID === receipt.keyID);
  if (named.length === 0) return { kind: "not-signed-by", receipt };
  const statement = await statementOf(receipt);
  for (const key of named) {
    if (await isSignedBy(key, statement, receipt.signature)) {
      return { kind: "valid", receipt, fingerprint: await fingerprintOf(key) };
    }
  }
  return { kind: "altered", receipt };
}

/** SHA-256 of the public key, base64: short enough to be printed, and to be compared by eye. */
export async function fingerprintOf({ publicKey }: Pick<ReceiptKey, "publicKey">): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64(publicKey))));
}

async function statementOf(receipt: Receipt): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(receiptText(receipt));
  return receiptStatement(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
}

async function isSignedBy(
  { publicKey }: ReceiptKey,
  statement: Uint8Array<ArrayBuffer>,
  signature: string,
): Promise<boolean> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle
    .importKey("spki", fromBase64(publicKey), curve, false, ["verify"])
    .catch(() => null);
  if (key === null) return false;
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromBase64(signature), statement);
}

function contentOf(text: string): unknown {
  return text.length > RECEIPT_FILE_SIZE_BYTES ? undefined : jsonOf(text);
}
