import type { SignedPart } from "@postern/contract";
import { retryAfterOf } from "./problem.ts";
import { canCount, putCounted, type OnSent, type Put } from "./put-counted.ts";

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
/** The browser sets these itself; a page may not. */
const OWN_HEADERS = ["content-length", "host"];

/** How a PUT is watched over. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onSent?: OnSent | undefined;
}

/**
 * One PUT; status 0 when there was no answer. The bytes are taken over at once.
 *
 * @param fetchOnce reaches the bucket; the system's own way when left out, which in a browser is one that counts
 * @throws the signal's reason
 */
export async function putOnce(
  fetchOnce: typeof fetch | undefined,
  { url, headers }: SignedPart,
  body: Uint8Array<ArrayBuffer>,
  { signal, onSent = () => undefined }: Watch,
): Promise<StoreAnswer> {
  const sent = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  const put: Put = {
    url,
    headers: Object.fromEntries(sent),
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PUT_TIMEOUT_MS)]),
  };
  try {
    const isCounted = fetchOnce === undefined && canCount();
    const answer = await (isCounted ? putCounted(put, onSent) : putFetched(fetchOnce ?? fetch, put));
    return { status: answer.status, retryAfterSeconds: retryAfterOf(answer) };
  } catch (cause) {
    signal.throwIfAborted();
    return { status: 0, cause };
  }
}

async function putFetched(fetchOnce: typeof fetch, { url, ...put }: Put): Promise<Response> {
  const response = await fetchOnce(url, { ...STORE_REQUEST, method: "PUT", ...put });
  await response.arrayBuffer();
  return response;
}
