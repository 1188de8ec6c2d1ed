import { factsOf, type OpenedManifest } from "@postern/client";
import type { DocumentView, RoutingFacts, SubmissionID } from "@postern/contract";
import { createSignal, onCleanup } from "solid-js";
import { TroubleError, troubleOf, type Trouble } from "../../lib/trouble.ts";
import { lastProvenAtMs, noticed, signedIn } from "../session/session.ts";
import { makeOpening, type Opening } from "./make-opening.ts";

/** A submission or a task, as far as opening needs it. */
export interface Openable extends RoutingFacts {
  readonly submissionID: SubmissionID;
  readonly documents: readonly DocumentView[];
}

/** Opening for one page: the worker begins with the first question and ends with the page. */
export function createOpening() {
  const [manifest, setManifest] = createSignal<OpenedManifest>();
  const [isBusy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();
  let opening: Opening | undefined;
  onCleanup(() => opening?.stop());

  function worker(): Opening {
    const { session, device } = signedIn();
    opening ??= makeOpening(startWorker, {
      baseURL: location.origin,
      session: { handle: session.handle, clinicID: session.clinicID },
      device,
      provenAtMs: lastProvenAtMs(),
    });
    return opening;
  }

  async function openManifest({ submissionID, documents, ...facts }: Openable): Promise<void> {
    if (isBusy()) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      setManifest(await worker().manifest(submissionID, plain(documents), factsOf(facts)));
    } catch (error) {
      setTrouble(noticed(error).trouble);
    } finally {
      setBusy(false);
    }
  }

  /** Opens a document for whoever holds the other end of `port`. @throws TroubleError */
  async function deliver(
    submissionID: SubmissionID,
    document: DocumentView,
    port: MessagePort,
  ): Promise<void> {
    return heeded(() => worker().deliver(submissionID, plain(document), port));
  }

  /** Opens a document as a whole, for leaving the portal. @throws TroubleError */
  async function copy(submissionID: SubmissionID, document: DocumentView): Promise<Blob> {
    return heeded(() => worker().copy(submissionID, plain(document)));
  }

  /** Forgets what was opened; the worker's keys go with it. */
  function close(): void {
    opening?.stop();
    opening = undefined;
    setManifest(undefined);
    setBusy(false);
    setTrouble(undefined);
  }

  return { manifest, isBusy, trouble, openManifest, deliver, copy, close };
}

export type OpeningPage = ReturnType<typeof createOpening>;

function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}

/** A failure that ends the session ends it here too. @throws TroubleError */
async function heeded<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof TroubleError ? noticed(error) : new TroubleError(troubleOf(error));
  }
}

/** Data of the page may be watched by it; what is posted must not be. */
function plain<Value>(value: Value): Value {
  return structuredClone(value);
}
