/**
 * Why a message was refused.
 *
 * - `invalid-input`: the caller gave something that may not be sealed (a size, a length, a context beyond the limits)
 * - `malformed-header`, `malformed-frame`: the bytes do not follow the format, or exceed its limits
 * - `unsupported-version`, `unsupported-suite`, `unsupported-content-type`: a message of another kind than ours
 * - `wrong-context`, `wrong-message`, `wrong-wrapped-key`, `wrong-frame-length`: the header differs from what was expected
 * - `wrong-key`: the key commitment does not fit the data key
 * - `not-authentic`: an authentication tag is wrong
 * - `truncated`: the message ends before its end
 * - `trailing-bytes`: something follows the final frame
 */
export type EnvelopeErrorCode =
  | "invalid-input"
  | "malformed-header"
  | "malformed-frame"
  | "unsupported-version"
  | "unsupported-suite"
  | "unsupported-content-type"
  | "wrong-context"
  | "wrong-message"
  | "wrong-wrapped-key"
  | "wrong-frame-length"
  | "wrong-key"
  | "not-authentic"
  | "truncated"
  | "trailing-bytes";

/** The one error of this package. Its message never holds content, keys or context values. */
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
  readonly code: EnvelopeErrorCode;

  constructor(code: EnvelopeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
