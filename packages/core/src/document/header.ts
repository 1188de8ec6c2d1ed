import { EnvelopeError, checkHeader, parseHeader, type ParsedHeader } from "@postern/envelope/header";
import type { QuarantineReason } from "@postern/contract";

/** What is found in an object; the other reasons are that there is none, and a reader's report. */
export type Fault = Exclude<QuarantineReason, "missing" | "reported-unreadable">;

/** What the record says of a document's sealed header. */
export interface Recorded {
  readonly clinicID: string;
  readonly submissionID: string;
  /** Base64 of 32 bytes. */
  readonly messageID: string;
  readonly keyARN: string;
  /** Base64 of the SHA-256 of the wrapped data key. */
  readonly wrappedKeySha256: string;
}

/** Far more than a header with our context and one wrapped key takes. */
export const HEADER_READ_BYTES = 16 * 1024;
/** The one frame length that we seal with. */
export const FRAME_LENGTH_BYTES = 256 * 1024;

/**
 * Holds a sealed header against the record. Nothing is opened: without the data key it can only be compared.
 *
 * @param start the first bytes of the object
 * @returns the first fault, or the length of the header in bytes
 */
export async function checkSealed(
  start: Uint8Array,
  recorded: Recorded,
): Promise<{ readonly fault: Fault } | { readonly fault: null; readonly lengthBytes: number }> {
  try {
    const header = parseHeader(start);
    checkHeader(header, {
      context: { clinic: recorded.clinicID, submission: recorded.submissionID },
      messageID: Buffer.from(recorded.messageID, "base64"),
      frameLengthBytes: FRAME_LENGTH_BYTES,
      keyARN: recorded.keyARN,
    });
    if ((await wrappedKeyDigest(header)) !== recorded.wrappedKeySha256) return { fault: "wrong-key" };
    return { fault: null, lengthBytes: header.lengthBytes };
  } catch (error) {
    if (error instanceof EnvelopeError) return { fault: faultOf(error) };
    throw error;
  }
}

async function wrappedKeyDigest({ encryptedDataKeys }: ParsedHeader): Promise<string> {
  const wrappedKey = Uint8Array.from(encryptedDataKeys[0]?.ciphertext ?? []);
  return Buffer.from(await crypto.subtle.digest("SHA-256", wrappedKey)).toString("base64");
}

/** Another frame length is another way of sealing than the agreed one, so it counts as another suite. */
function faultOf({ code }: EnvelopeError): Fault {
  switch (code) {
    case "unsupported-suite":
    case "wrong-frame-length":
      return "wrong-suite";
    case "wrong-context":
      return "wrong-context";
    case "wrong-message":
      return "wrong-message";
    case "wrong-wrapped-key":
    case "wrong-key":
      return "wrong-key";
    case "invalid-input":
    case "malformed-header":
    case "malformed-frame":
    case "unsupported-version":
    case "unsupported-content-type":
    case "not-authentic":
    case "truncated":
    case "trailing-bytes":
      return "not-sealed";
  }
}
