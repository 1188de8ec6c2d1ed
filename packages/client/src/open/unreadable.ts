import { EnvelopeError, type EnvelopeErrorCode } from "@postern/envelope";

/**
 * Why a document cannot be read: what the envelope found, or
 *
 * - `record-differs`: what the server says is stored contradicts itself
 * - `manifest-missing`: there is not exactly one list that could be read
 * - `manifest-malformed`: the list is authentic but not in its format
 */
export type UnreadableCode = EnvelopeErrorCode | "record-differs" | "manifest-missing" | "manifest-malformed";

/** The sealed bytes are there but are not a document of this submission. Trying again does not help. */
export class UnreadableDocument extends Error {
  override readonly name = "UnreadableDocument";
  readonly code: UnreadableCode;

  constructor(code: UnreadableCode, cause?: unknown) {
    super(`the document cannot be read: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** What the envelope refuses is unreadable; all else stays what it is. */
export function unreadableOf(error: unknown): unknown {
  return error instanceof EnvelopeError ? new UnreadableDocument(error.code, error) : error;
}
