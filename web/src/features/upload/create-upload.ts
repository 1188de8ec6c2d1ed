import type { DocumentKind } from "@postern/contract";
import { revalidate, useBeforeLeave } from "@solidjs/router";
import { createEffect, createSignal, onCleanup } from "solid-js";
import { createHold } from "../session/create-activity.ts";
import { endSession, signedIn } from "../session/session.ts";
import { readSubmission, readSubmissions } from "../submissions/queries.ts";
import { UPLOAD_START, reduceUpload, type UploadEvent } from "./machine.ts";
import { makeUpload } from "./make-upload.ts";
import type { Answering, NewPackage } from "./protocol.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** Sending for a page: its state and its acts. Leaving while files are on their way is asked about first. */
export function createUpload() {
  const [state, setState] = createSignal(UPLOAD_START);
  const isSending = () => state().stage === "sending";

  function send(event: UploadEvent): void {
    setState((present) => reduceUpload(present, event));
    if (event.type === "handed-in") void revalidate([readSubmissions.key, readSubmission.key]);
    if (event.type === "failed" && event.trouble.ending !== undefined) endSession(event.trouble.ending);
  }
  const upload = makeUpload({
    createWorker: () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    send,
    createKey: () => crypto.randomUUID(),
  });
  onCleanup(upload.stop);
  createHold(isSending);
  createLeaveWarning(isSending);

  /** @param withKinds whether the person was asked what each file is */
  function start(content: NewPackage | Answering, withKinds = false): void {
    const { session, device } = signedIn();
    const { handle, clinicID } = session;
    const kinds = withKinds ? state().files.map(({ kind }) => kind) : undefined;
    upload.start({ baseURL: location.origin, session: { handle, clinicID }, device, content, kinds });
  }

  const setKind = (key: string, kind: DocumentKind) => send({ type: "kind-chosen", key, kind });

  return { state, setKind, add: upload.add, remove: upload.remove, reopen: upload.reopen, start };
}

export type UploadPage = ReturnType<typeof createUpload>;

function createLeaveWarning(isSending: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  createEffect(() => {
    if (!isSending()) return;
    window.addEventListener("beforeunload", warn);
    onCleanup(() => window.removeEventListener("beforeunload", warn));
  });
  useBeforeLeave((event) => {
    if (!isSending() || event.defaultPrevented) return;
    // Signed out on the way: there is nothing to stay for.
    if (event.to === "/sign-in") return;
    event.preventDefault();
    if (window.confirm(WORDS.leave)) event.retry(true);
  });
}
