import type { OpenedManifest } from "@postern/client";
import type { DocumentView, RoutingFacts, SubmissionID } from "@postern/contract";
import { makeAsking, type AskedWorker, type Asking } from "../../lib/asking.ts";
import { TroubleError } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { OpeningAnswer, OpeningRequest } from "./protocol.ts";

export type OpeningWorker = AskedWorker<OpeningRequest, OpeningAnswer>;

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

/**
 * Asks the worker, which is started when it is first needed, and again when it broke or its code did not come: the
 * keys that it held are then asked for anew.
 */
export function makeOpening(createWorker: () => OpeningWorker, start: WorkerStart): Opening {
  let asking: Asking<OpeningRequest, OpeningAnswer> | undefined;

  function begin(): Asking<OpeningRequest, OpeningAnswer> {
    const worker = createWorker();
    const begun = makeAsking(worker, () => new TroubleError({ kind: "page", code: "worker" }));
    worker.postMessage({ type: "start", ...start }, []);
    return begun;
  }
  async function ask(
    request: (id: number) => OpeningRequest,
    transfer?: Transferable[],
  ): Promise<OpeningAnswer> {
    if (asking === undefined || asking.isOver()) asking = begin();
    const answer = await asking.ask({ request, transfer });
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
    stop: () => asking?.stop(),
  };
}
