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

/** Until the store begins to answer. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Fetches a document's sealed bytes. Asking for the URL is what "who looked" shows, so it is asked for again only when
 * the store refused it.
 *
 * @throws ApiProblem when policy refuses; StoreProblem when the store does; UnreadableDocument `record-differs`
 */
export function fetchSealed(
  { api, fetch: fetchOnce, patience }: Fetching,
  submissionID: SubmissionID,
  document: Pick<DocumentView, "documentID" | "messageID" | "sealedSizeBytes">,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  let url: string | undefined;
  return withRetry(async () => {
    url ??= await locate(api, submissionID, document, patience.signal);
    const response = await getOnce(fetchOnce, url, patience.signal);
    if (response.status === 200 && response.body !== null) return response.body;
    await response.body?.cancel();
    if (response.status === 403) url = undefined;
    throw new StoreProblem({ status: response.status, retryAfterSeconds: retryAfterOf(response) });
  }, patience);
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

async function getOnce(fetchOnce: typeof fetch, url: string, signal: AbortSignal): Promise<Response> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), ANSWER_TIMEOUT_MS);
  try {
    return await fetchOnce(url, { ...STORE_REQUEST, signal: AbortSignal.any([signal, stall.signal]) });
  } catch (cause) {
    signal.throwIfAborted();
    throw new StoreProblem({ status: 0, cause });
  } finally {
    clearTimeout(timer);
  }
}
