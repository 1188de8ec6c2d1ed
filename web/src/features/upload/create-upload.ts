import type { ResumePolicy } from "@postern/client";
import type { ClinicView, DocumentKind, SubmissionID } from "@postern/contract";
import { revalidate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import { createPreparingWorker } from "../preparing/create-worker.ts";
import { makePreparing } from "../preparing/prepare.ts";
import { endSession, sessionState } from "../session/session.ts";
import { readSubmission, readSubmissions } from "../submissions/queries.ts";
import { abandonSubmission } from "./abandon.ts";
import { claimSubmission } from "./claim.ts";
import { createLeaveWarning } from "./create-leave-warning.ts";
import { forgetSending, keepSending } from "./kept-store.ts";
import {
  UPLOAD_START,
  UPLOAD_TRANSITIONS,
  canSend,
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

/** A sending, apart from the page that shows it: it outlives a lock. */
export interface LiveUpload {
  readonly state: Accessor<UploadState>;
  readonly send: (event: UploadEvent) => void;
  readonly upload: ReturnType<typeof makeUpload>;
  /** Whether photos go as they were taken. */
  readonly keepsOriginal: boolean;
}

/**
 * Sending for a page: its state and its acts. Leaving files that are chosen or on their way is asked about first. Behind a lock
 * it goes on, and the page finds it again when the same person is back.
 *
 * @param purpose what it is for, such as `new` or a submission's id: only a page for the same finds it again
 * @param clinic whether it wants photos as they were taken
 * @param begun the submission, where there is one already
 */
export function createUpload(purpose: string, clinic: Photos, begun?: SubmissionID) {
  const live = takeParked(purpose) ?? makeLive(clinic, begun);
  const { state, send, upload, keepsOriginal } = live;
  onCleanup(() => {
    // A page that goes because the session is over leaves its sending behind the lock.
    if (sessionState().status === "signed-out") parkUpload(purpose, live);
    else upload.stop();
  });
  createLeaveWarning(state);
  createTitlePercent(state);
  createReturn(state, () => goOn());
  const [isJoining, setJoining] = createSignal(false);

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

  async function joinPhotos(): Promise<boolean> {
    setJoining(true);
    try {
      return await upload.joinPhotos();
    } finally {
      setJoining(false);
    }
  }

  return {
    state,
    keepsOriginal,
    instead,
    /** True when there is something to send, nothing stands against it, and nothing is about to change it. */
    canSend: () => canSend(state()) && !isJoining(),
    isJoining,
    setKind: (key: string, kind: DocumentKind) => send({ type: "kind-chosen", key, kind }),
    useAnyway: (key: string) => send({ type: "used-anyway", key }),
    add: upload.add,
    remove: upload.remove,
    addAgain: upload.addAgain,
    beganAs: upload.beganAs,
    joinPhotos,
    reopen: upload.reopen,
    pause: upload.pause,
    cancel: upload.cancel,
    chooseAgain: upload.chooseAgain,
    goOn,
    start,
  };
}

type Photos = Pick<ClinicView, "keepsOriginal">;

interface StartOptions {
  readonly withKinds?: boolean;
  readonly policy?: ResumePolicy | undefined;
}

export type UploadPage = ReturnType<typeof createUpload>;

function makeLive({ keepsOriginal }: Photos, begun: SubmissionID | undefined): LiveUpload {
  const [state, setState] = createSignal(UPLOAD_START);
  const preparing = makePreparing({ createWorker: createPreparingWorker, keepsOriginal });

  function send(event: UploadEvent): void {
    setState((present) => reduceUpload(present, event));
    if (event.type === "handed-in" || event.type === "cancelled") {
      void revalidate([readSubmissions.key, readSubmission.key]);
    }
  }
  const upload = makeUpload({
    begun,
    takes: (event) => event in UPLOAD_TRANSITIONS[state().stage],
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
    keepsOriginal,
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
