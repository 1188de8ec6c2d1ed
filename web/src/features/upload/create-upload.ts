import type { ResumePolicy } from "@postern/client";
import type { DocumentKind, SubmissionID } from "@postern/contract";
import { revalidate, useBeforeLeave } from "@solidjs/router";
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import { createPreparingWorker } from "../preparing/create-worker.ts";
import { makePreparing } from "../preparing/prepare.ts";
import { endSession, sessionState } from "../session/session.ts";
import { readSubmission, readSubmissions } from "../submissions/queries.ts";
import { abandonSubmission } from "./abandon.ts";
import { claimSubmission } from "./claim.ts";
import { forgetSending, keepSending } from "./kept-store.ts";
import {
  UPLOAD_START,
  isUnderWay,
  percentOf,
  reduceUpload,
  type UploadEvent,
  type UploadState,
} from "./machine.ts";
import type { Letter } from "./course.ts";
import { makeUpload } from "./make-upload.ts";
import { parkUpload, takeParked } from "./parked.ts";
import { runSession } from "./run-session.ts";
import { createSendingWorkers } from "./sending-workers.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** A sending, apart from the page that shows it: it outlives a lock. */
export interface LiveUpload {
  readonly state: Accessor<UploadState>;
  readonly send: (event: UploadEvent) => void;
  readonly upload: ReturnType<typeof makeUpload>;
}

/**
 * Sending for a page: its state and its acts. Leaving while files are on their way is asked about first. Behind a lock
 * it goes on, and the page finds it again when the same person is back.
 *
 * @param purpose what it is for, such as `new` or a submission's id: only a page for the same finds it again
 * @param begun the submission, where there is one already
 */
export function createUpload(purpose: string, begun?: SubmissionID) {
  const live = takeParked(purpose) ?? makeLive(begun);
  const { state, send, upload } = live;
  const isMoving = () => isUnderWay(state());
  onCleanup(() => {
    // A page that goes because the session is over leaves its sending behind the lock.
    if (sessionState().status === "signed-out") parkUpload(purpose, live);
    else upload.stop();
  });
  createLeaveWarning(isMoving);
  createTitlePercent(state);
  createReturn(state, () => goOn());

  /** @param withKinds whether the person was asked what each file is */
  function start(content: Letter["content"], { withKinds = false, policy }: StartOptions = {}): void {
    const kinds = withKinds ? state().files.map(({ kind }) => kind) : undefined;
    upload.start(runSession(), { content, kinds, policy });
  }

  const goOn = (policy?: ResumePolicy) =>
    upload.goOn(runSession(), { policy, kinds: state().files.map(({ kind }) => kind) });

  function instead(key: string, file: File): void {
    const replaces = state().files.find((each) => each.key === key)?.replaces;
    upload.remove(key);
    upload.add([file], replaces);
  }

  return {
    state,
    instead,
    setKind: (key: string, kind: DocumentKind) => send({ type: "kind-chosen", key, kind }),
    useAnyway: (key: string) => send({ type: "used-anyway", key }),
    add: upload.add,
    remove: upload.remove,
    joinPhotos: upload.joinPhotos,
    reopen: upload.reopen,
    pause: upload.pause,
    cancel: upload.cancel,
    chooseAgain: upload.chooseAgain,
    goOn,
    start,
  };
}

interface StartOptions {
  readonly withKinds?: boolean;
  readonly policy?: ResumePolicy | undefined;
}

export type UploadPage = ReturnType<typeof createUpload>;

function makeLive(begun: SubmissionID | undefined): LiveUpload {
  const [state, setState] = createSignal(UPLOAD_START);
  const preparing = makePreparing({ createWorker: createPreparingWorker });

  function send(event: UploadEvent): void {
    setState((present) => reduceUpload(present, event));
    if (event.type === "handed-in" || event.type === "cancelled") {
      void revalidate([readSubmissions.key, readSubmission.key]);
    }
  }
  const upload = makeUpload({
    begun,
    createWorker: createSendingWorkers,
    send,
    createKey: () => crypto.randomUUID(),
    prepare: preparing.prepare,
    asStudies: preparing.asStudies,
    joinPhotos: preparing.joinPhotos,
    claim: claimSubmission,
    abandon: abandonSubmission,
    keep: keepSending,
    forget: forgetSending,
    onEnding: endSession,
  });
  return {
    state,
    send,
    upload: {
      ...upload,
      stop() {
        upload.stop();
        preparing.stop();
      },
    },
  };
}

/** What stands still for want of a network goes on by itself when the page hears of one: workers may not hear of it. */
function createReturn(state: Accessor<UploadState>, goOn: () => void): void {
  const isOffline = () => {
    const { stage, trouble, waiting } = state();
    return (stage === "failed" && trouble?.kind === "offline") || waiting?.why === "offline";
  };
  createEffect(() => {
    if (!isOffline()) return;
    window.addEventListener("online", goOn);
    onCleanup(() => window.removeEventListener("online", goOn));
  });
}

/** The browser's tab shows how far it is: it is looked at from elsewhere. */
function createTitlePercent(state: Accessor<UploadState>): void {
  const plain = () => document.title.replace(/^\d+% · /, "");
  const percent = createMemo(() => (isUnderWay(state()) ? percentOf(state()) : undefined));
  createEffect(() => {
    document.title = percent() === undefined ? plain() : `${percent()}% · ${plain()}`;
  });
  onCleanup(() => {
    document.title = plain();
  });
}

function createLeaveWarning(isMoving: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  createEffect(() => {
    if (!isMoving()) return;
    window.addEventListener("beforeunload", warn);
    onCleanup(() => window.removeEventListener("beforeunload", warn));
  });
  useBeforeLeave((event) => {
    if (!isMoving() || event.defaultPrevented) return;
    // Signed out on the way: there is nothing to stay for.
    if (event.to === "/sign-in") return;
    event.preventDefault();
    if (window.confirm(WORDS.leave)) event.retry(true);
  });
}
