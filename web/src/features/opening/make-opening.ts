import type { OpenedManifest } from "@postern/client";
import type { DocumentView, RoutingFacts, SubmissionID } from "@postern/contract";
import { TroubleError } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { OpeningAnswer, OpeningRequest } from "./protocol.ts";

/** The part of a Worker that is needed here. */
export interface OpeningWorker {
  postMessage(request: OpeningRequest, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<OpeningAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What a page sees of the worker. @throws TroubleError from all; nothing after `stop` */
export interface Opening {
  manifest(
    submissionID: SubmissionID,
    documents: readonly DocumentView[],
    facts: RoutingFacts,
  ): Promise<OpenedManifest>;
  /** Opens a document and sends its bytes to whoever holds the other end of `port`. */
  deliver(submissionID: SubmissionID, document: DocumentView, port: MessagePort): Promise<void>;
  /** Opens a document as a whole, of whatever size, for leaving the portal. */
  copy(submissionID: SubmissionID, document: DocumentView): Promise<Blob>;
  /** Ends the worker: the keys that it held are gone. */
  stop(): void;
}

interface Waiting {
  readonly resolve: (answer: OpeningAnswer) => void;
  readonly reject: (error: TroubleError) => void;
}

/** Asks the worker, and matches its answers to the questions. */
export function makeOpening(worker: OpeningWorker, start: WorkerStart): Opening {
  const waiting = new Map<number, Waiting>();
  let lastID = 0;
  worker.onmessage = ({ data }) => {
    waiting.get(data.id)?.resolve(data);
    waiting.delete(data.id);
  };
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject(new TroubleError({ kind: "page", code: "worker" }));
    waiting.clear();
  };
  worker.postMessage({ type: "start", ...start });

  async function ask(
    request: (id: number) => OpeningRequest,
    transfer: Transferable[] = [],
  ): Promise<OpeningAnswer> {
    lastID += 1;
    const id = lastID;
    const answer = await new Promise<OpeningAnswer>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage(request(id), transfer);
    });
    if (answer.type === "trouble") throw new TroubleError(answer.trouble);
    return answer;
  }
  const unexpected = () => new TroubleError({ kind: "page", code: "worker-answer" });

  return {
    async manifest(submissionID, documents, facts) {
      const answer = await ask((id) => ({ type: "manifest", id, submissionID, documents, facts }));
      if (answer.type !== "manifest") throw unexpected();
      return answer.opened;
    },
    async deliver(submissionID, document, port) {
      const answer = await ask((id) => ({ type: "document", id, submissionID, document, port }), [port]);
      if (answer.type !== "delivered") throw unexpected();
    },
    async copy(submissionID, document) {
      const answer = await ask((id) => ({ type: "copy", id, submissionID, document }));
      if (answer.type !== "copied") throw unexpected();
      return answer.blob;
    },
    stop() {
      worker.terminate();
      waiting.clear();
    },
  };
}
