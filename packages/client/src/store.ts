/** What the bucket answered. `status` is 0 when there was no answer. */
export interface StoreAnswer {
  readonly status: number;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Besides 5xx: no answer; 400, as S3 answers bytes that were damaged or slow on their way; 403 for an expired URL;
 * 408; 409 for a conflict with a request under way; 429.
 */
const PASSING_STATUSES = [0, 400, 403, 408, 409, 429];

/** The bucket did not take or give sealed bytes. */
export class StoreProblem extends Error {
  override readonly name = "StoreProblem";
  /** HTTP status; 0 when there was no answer, or it broke off. */
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: StoreAnswer) {
    const { status, retryAfterSeconds, cause } = answer;
    super(`the store answered ${status}`, cause === undefined ? undefined : { cause });
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** True when the same request, signed again where it was refused, may succeed. */
  get isTransient(): boolean {
    return this.status >= 500 || PASSING_STATUSES.includes(this.status);
  }
}

/** A presigned URL is all the right there is: no cookie goes along, nothing is kept, and no page is named. */
export const STORE_REQUEST = {
  credentials: "omit",
  cache: "no-store",
  redirect: "error",
  referrerPolicy: "no-referrer",
} as const satisfies RequestInit;
