import type { Progress, Waiting } from "@postern/client";
import type { SubmissionID } from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";
import type { PreparedProblem } from "../preparing/prepare.ts";
import { arrived, changeRows, fresh, progressed, type RowEvent, type UploadFile } from "./rows.ts";

export const STAGES = [
  "choosing",
  "sending",
  "waiting",
  "paused",
  "locked",
  "failed",
  "handed-in",
  "cancelled",
] as const;
export type Stage = (typeof STAGES)[number];

/** What was handed in, and the number to ask for it by. */
export interface Handed {
  readonly submissionID: SubmissionID;
  readonly number: string;
}

export interface UploadState {
  readonly stage: Stage;
  readonly files: readonly UploadFile[];
  /** Names of files that were chosen though they were there already; each is there once. */
  readonly repeated: readonly string[];
  /** While it is `waiting`. */
  readonly waiting?: Waiting | undefined;
  /** While it is `locked`: whether sending goes on behind the lock, or only after signing in again. */
  readonly lock?: "going-on" | "stopped" | undefined;
  readonly trouble?: Trouble | undefined;
  readonly done?: Handed | undefined;
}

export type UploadEvent =
  | RowEvent
  | { readonly type: "started" }
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "waited"; readonly waiting: Waiting }
  | { readonly type: "paused" }
  | { readonly type: "locked"; readonly lock: "going-on" | "stopped" }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | {
      readonly type: "refused";
      readonly trouble: Trouble;
      readonly reasons: ReadonlyMap<number, PreparedProblem>;
    }
  | { readonly type: "handed-in"; readonly handed: Handed }
  | { readonly type: "cancelled" }
  | { readonly type: "reopened" };

type EventName = UploadEvent["type"];

const CHOOSING = {
  added: "choosing",
  grouped: "choosing",
  checked: "choosing",
  "kind-chosen": "choosing",
  "used-anyway": "choosing",
  removed: "choosing",
  started: "sending",
} as const;
const UNDER_WAY = {
  progressed: "sending",
  waited: "waiting",
  paused: "paused",
  locked: "locked",
  failed: "failed",
  refused: "choosing",
  "handed-in": "handed-in",
  cancelled: "cancelled",
} as const;

/**
 * The life of a sending, whole: what each event leads to from each stage. What is not here changes nothing; late words
 * of a run that was stopped come to nothing that way. Behind a lock all goes on unseen.
 */
export const UPLOAD_TRANSITIONS: Readonly<Record<Stage, Readonly<Partial<Record<EventName, Stage>>>>> = {
  choosing: CHOOSING,
  sending: UNDER_WAY,
  waiting: { ...UNDER_WAY, started: "sending" },
  paused: { started: "sending", failed: "failed", cancelled: "cancelled" },
  locked: {
    started: "sending",
    progressed: "locked",
    locked: "locked",
    failed: "failed",
    refused: "choosing",
    "handed-in": "handed-in",
  },
  failed: {
    started: "sending",
    removed: "failed",
    failed: "failed",
    cancelled: "cancelled",
    reopened: "choosing",
  },
  "handed-in": {},
  cancelled: {},
};

export const UPLOAD_START: UploadState = { stage: "choosing", files: [], repeated: [] };

/** True when there is something to send and nothing stands against it. */
export function canSend({ stage, files }: UploadState): boolean {
  return stage === "choosing" && files.length > 0 && files.every(({ state }) => state === "ready");
}

/** True while bytes move, or would if they could. */
export function isUnderWay({ stage, lock }: UploadState): boolean {
  return stage === "sending" || stage === "waiting" || (stage === "locked" && lock === "going-on");
}

/** Sending as a machine. Files change only while choosing; what was stopped goes on as it was, or is reopened. */
export function reduceUpload(state: UploadState, event: UploadEvent): UploadState {
  const stage = UPLOAD_TRANSITIONS[state.stage][event.type];
  if (stage === undefined) return state;
  switch (event.type) {
    case "added":
      return { ...state, files: changeRows(state.files, event), repeated: event.repeated };
    case "removed":
      return { ...state, files: changeRows(state.files, event), repeated: [] };
    case "grouped":
    case "checked":
    case "kind-chosen":
    case "used-anyway":
      return { ...state, files: changeRows(state.files, event) };
    case "started":
      return state.stage === "choosing" && !canSend(state) ? state : moved(stage, state.files);
    case "progressed":
      return { ...state, stage, waiting: undefined, files: progressed(state.files, event.progress) };
    case "waited":
      return { ...state, stage, waiting: event.waiting };
    case "paused":
    case "cancelled":
      return moved(stage, state.files);
    case "locked":
      return { ...moved(stage, state.files), lock: event.lock };
    case "failed":
      return { ...moved(stage, state.files), trouble: event.trouble };
    case "refused":
      return { ...moved(stage, refused(state.files, event.reasons)), trouble: event.trouble };
    case "handed-in":
      return { ...moved(stage, state.files.map(arrived)), done: event.handed };
    case "reopened":
      return moved(stage, state.files.map(fresh));
  }
}

/** Another stage, with nothing left of what the one before was about. */
const moved = (stage: Stage, files: readonly UploadFile[]): UploadState => ({
  ...UPLOAD_START,
  stage,
  files,
});

/** Files that turned out bad bring the person back to choosing. */
function refused(
  files: readonly UploadFile[],
  reasons: ReadonlyMap<number, PreparedProblem>,
): readonly UploadFile[] {
  return files.map((file, index) => {
    const reason = reasons.get(index);
    return reason === undefined ? fresh(file) : { ...fresh(file), state: "refused", reason };
  });
}

/**
 * How much of everything is in or on its way, 0 to 100: 100 only when it has been handed in, and 0 only while nothing
 * has left. Beside a large file, small ones that are in would not show.
 */
export function percentOf({ stage, files }: UploadState): number {
  if (stage === "handed-in") return 100;
  const total = files.reduce((sum, file) => sum + file.totalBytes, 0);
  const sent = sentBytesOf({ files });
  return sent === 0 ? 0 : Math.min(99, Math.max(1, Math.floor((100 * sent) / total)));
}

/** Sealed bytes that are in the store or on their way, of all files. */
export function sentBytesOf({ files }: Pick<UploadState, "files">): number {
  return files.reduce((sum, file) => sum + file.sentBytes, 0);
}
