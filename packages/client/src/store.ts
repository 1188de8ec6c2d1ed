import type { SignedPart } from "@postern/contract";
import { retryAfterOf } from "./problem.ts";

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

/** Longer than the slowest usable line needs for one part. */
const PUT_TIMEOUT_MS = 15 * 60_000;
/** `fetch` sets these itself; a page may not. */
const OWN_HEADERS = ["content-length", "host"];

/** One PUT; status 0 when there was no answer. The bytes are taken over at once. @throws the signal's reason */
export async function putOnce(
  fetchOnce: typeof fetch,
  { url, headers }: SignedPart,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<StoreAnswer> {
  const sent = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  try {
    const response = await fetchOnce(url, {
      ...STORE_REQUEST,
      method: "PUT",
      headers: Object.fromEntries(sent),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PUT_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return { status: response.status, retryAfterSeconds: retryAfterOf(response) };
  } catch (cause) {
    signal.throwIfAborted();
    return { status: 0, cause };
  }
}
