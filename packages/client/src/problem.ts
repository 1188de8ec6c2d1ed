import { ProblemBody } from "@postern/contract";

interface ProblemFacts {
  readonly status: number;
  readonly code: string;
  readonly fields?: readonly string[] | undefined;
  readonly requestID?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** A call that did not give what it should. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The server's code; `offline` without an answer, `unknown` for an answer that is none of ours. */
  readonly code: string;
  /** Which fields of the input were wrong, by path. */
  readonly fields: readonly string[];
  /** Names the request in the server's log; for support. */
  readonly requestID: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, facts: ProblemFacts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = facts.status;
    this.code = facts.code;
    this.fields = facts.fields ?? [];
    this.requestID = facts.requestID;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** Why a session is over, as far as the server says so. */
export type SessionEnding = "locked" | "ended" | "device-lost" | "membership-ended";

const ENDINGS: Readonly<Record<string, SessionEnding>> = {
  "session-locked": "locked",
  "signed-out": "ended",
  unauthenticated: "ended",
  "other-clinic": "ended",
  "proof-required": "device-lost",
  "proof-wrong": "device-lost",
  "membership-ended": "membership-ended",
};

/** Why the session is over, when a call failed because it is; undefined for all else. */
export function endingOf({ status, code }: ApiProblem): SessionEnding | undefined {
  return [401, 403, 409].includes(status) ? ENDINGS[code] : undefined;
}

/** Reads an error answer; `body` is its parsed JSON, if it was any. */
export function problemOf(response: Response, body: unknown, requestID: string | undefined): ApiProblem {
  const { status } = response;
  const problem = ProblemBody.safeParse(body);
  const retryAfterSeconds = problem.data?.retryAfterSeconds ?? retryAfterOf(response);
  if (!problem.success) {
    return new ApiProblem("the server did not answer as itself", {
      status,
      code: "unknown",
      requestID,
      retryAfterSeconds,
    });
  }
  const { title, code, fields } = problem.data;
  return new ApiProblem(title, { status, code, fields, requestID, retryAfterSeconds });
}

/** Seconds of the header `Retry-After` (RFC 9110, 10.2.3), given as such or as a date. */
export function retryAfterOf({ headers }: Pick<Response, "headers">): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
