import type { ProblemKind } from "@postern/contract";

/** A failure that the caller may see. Anything else is a defect and is told as `internal`, with the request's id only. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: ProblemKind;
  /** Stable and machine-readable: `submission.not-open`. */
  readonly code: string;
  readonly fields: readonly string[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** @param message a sentence for people, without any value that was sent */
  constructor(
    kind: ProblemKind,
    code: string,
    message: string,
    more: { fields?: readonly string[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.code = code;
    this.fields = more.fields;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** The one answer to an id that is unknown, foreign, or not for this person: they must not be told apart. */
export function missing(): Problem {
  return new Problem("missing", "not-found", "There is nothing here for you.");
}

/** A session that was idle for too long may finish what it has begun, and nothing else. */
export function sessionLocked(): Problem {
  return new Problem("unauthenticated", "session-locked", "You were away. Sign in again to go on.");
}

/** Something that we depend on did not answer. The same call may be made again. */
export function unavailable(cause?: unknown): Problem {
  return new Problem(
    "unavailable",
    "unavailable",
    "This did not work just now. Nothing is lost; try again.",
    {
      retryAfterSeconds: 2,
      cause,
    },
  );
}
