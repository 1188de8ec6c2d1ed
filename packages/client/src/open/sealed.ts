import { reviewRoutes, type DocumentID, type DocumentView, type SubmissionID } from "@postern/contract";
import type { Api } from "../api.ts";
import { withRetry, type Patience } from "../patience.ts";
import { retryAfterOf } from "../problem.ts";
import { STORE_REQUEST, StoreProblem } from "../store.ts";
import { UnreadableDocument } from "./unreadable.ts";

/** What is needed to fetch sealed bytes. */
export interface Fetching {
  readonly api: Api;
  readonly fetch: typeof fetch;
  readonly patience: Patience;
}

/** The store may be silent for so long, before its answer and within it. */
const SILENCE_TIMEOUT_MS = 30_000;

/** Reads the next piece of one answer. @throws StoreProblem when the line broke or fell silent; the signal's reason */
type Read = () => Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>;

/**
 * Fetches a document's sealed bytes. Asking for the URL is what "who looked" shows, so it is asked for again only when
 * the store refused it. A line that breaks or falls silent half-way is taken up where it was.
 *
 * @returns what fails as this does, when the rest does not come
 * @throws ApiProblem when policy refuses; StoreProblem when the store does; UnreadableDocument `record-differs`; the
 * signal's reason
 */
export async function fetchSealed(
  { api, fetch: fetchOnce, patience: given }: Fetching,
  submissionID: SubmissionID,
  document: Pick<DocumentView, "documentID" | "messageID" | "sealedSizeBytes">,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([given.signal, stop.signal]);
  const patience = { ...given, signal };
  let url: string | undefined;
  let read: Read | undefined;
  let readBytes = 0;

  async function begin(): Promise<Read> {
    url ??= await locate(api, submissionID, document, signal);
    try {
      return await ask(fetchOnce, url, readBytes, signal);
    } catch (error) {
      if (error instanceof StoreProblem && error.status === 403) url = undefined;
      throw error;
    }
  }
  async function next() {
    read ??= await begin();
    try {
      const piece = await read();
      readBytes += piece.value?.length ?? 0;
      return piece;
    } catch (error) {
      read = undefined;
      throw error;
    }
  }

  read = await withRetry(begin, patience);
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await withRetry(next, patience);
        if (piece.done) controller.close();
        else controller.enqueue(piece.value);
      },
      cancel: (reason) => stop.abort(reason),
    },
    { highWaterMark: 0 },
  );
}

async function locate(
  api: Api,
  submissionID: SubmissionID,
  document: { readonly documentID: DocumentID; readonly messageID: string; readonly sealedSizeBytes: number },
  signal: AbortSignal,
): Promise<string> {
  const { documentID, messageID, sealedSizeBytes } = document;
  const answer = await api.call(reviewRoutes.documentURL, { submissionID, documentID }, { signal });
  if (answer.messageID !== messageID || answer.sealedSizeBytes !== sealedSizeBytes) {
    throw new UnreadableDocument("record-differs");
  }
  return answer.url;
}

/** Asks the store for the bytes from `start` on. */
async function ask(fetchOnce: typeof fetch, url: string, start: number, signal: AbortSignal): Promise<Read> {
  const stall = new AbortController();
  const ends = AbortSignal.any([signal, stall.signal]);
  const headers = start === 0 ? {} : { range: `bytes=${start}-` };
  const response = await heard(fetchOnce(url, { ...STORE_REQUEST, headers, signal: ends }));
  const { status, body } = response;
  if (status !== (start === 0 ? 200 : 206) || body === null) {
    await body?.cancel();
    throw new StoreProblem({ status, retryAfterSeconds: retryAfterOf(response) });
  }
  const reader = body.getReader();
  return () => heard(reader.read());

  async function heard<Value>(coming: Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => stall.abort(), SILENCE_TIMEOUT_MS);
    try {
      return await coming;
    } catch (cause) {
      signal.throwIfAborted();
      throw new StoreProblem({ status: 0, cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
