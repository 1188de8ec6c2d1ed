import type { FileProblem, Progress } from "@postern/client";
import type { DocumentKind, MediaType, SubmissionID } from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";
import { suggestKind } from "./kind.ts";

/** One chosen file. Sizes on the way are of sealed bytes, and count only what the store has acknowledged. */
export interface UploadFile {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly state: "checking" | "ready" | "refused" | "sealing" | "sending" | "sent";
  readonly reason?: FileProblem | undefined;
  /** What it is: a guess once it is checked, until the person says otherwise. */
  readonly kind?: DocumentKind | undefined;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface UploadState {
  readonly stage: "choosing" | "sending" | "failed" | "done";
  readonly files: readonly UploadFile[];
  /** Names of files that were chosen though they were there already; each is there once. */
  readonly repeated: readonly string[];
  /** The way is down; it goes on by itself. */
  readonly isWaiting: boolean;
  readonly trouble?: Trouble | undefined;
  readonly done?: Handed | undefined;
}

/** What was handed in, and the number to ask for it by. */
export interface Handed {
  readonly submissionID: SubmissionID;
  readonly number: string;
}

export type UploadEvent =
  | {
      readonly type: "added";
      readonly files: readonly Pick<UploadFile, "key" | "name" | "sizeBytes">[];
      readonly repeated: readonly string[];
    }
  | { readonly type: "checked"; readonly key: string; readonly result: CheckResult }
  | { readonly type: "kind-chosen"; readonly key: string; readonly kind: DocumentKind }
  | { readonly type: "removed"; readonly key: string }
  | { readonly type: "started" }
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "waited"; readonly isWaiting: boolean }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | { readonly type: "handed-in"; readonly handed: Handed }
  | { readonly type: "reopened" };

/** What the first bytes of a file have told. */
export type CheckResult =
  { readonly ok: true; readonly mediaType: MediaType } | { readonly ok: false; readonly reason: FileProblem };

export const UPLOAD_START: UploadState = { stage: "choosing", files: [], repeated: [], isWaiting: false };

/** True when there is something to send and nothing stands against it. */
export function canSend({ stage, files }: UploadState): boolean {
  return stage === "choosing" && files.length > 0 && files.every(({ state }) => state === "ready");
}

/** Sending as a machine. Files change only while choosing; a failed sending is tried again as it was, or reopened. */
export function reduceUpload(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case "added":
    case "checked":
    case "kind-chosen":
    case "removed":
      return state.stage === "choosing" ? choosing(state, event) : state;
    case "started":
      return canSend(state) || state.stage === "failed"
        ? { ...UPLOAD_START, stage: "sending", files: state.files.map(fresh) }
        : state;
    case "progressed":
      return state.stage === "sending"
        ? { ...state, isWaiting: false, files: progressed(state.files, event.progress) }
        : state;
    case "waited":
      return state.stage === "sending" ? { ...state, isWaiting: event.isWaiting } : state;
    case "failed":
      return state.stage === "sending" ? failed(state, event.trouble) : state;
    case "handed-in":
      return { ...UPLOAD_START, stage: "done", files: state.files.map(arrived), done: event.handed };
    case "reopened":
      return state.stage === "failed" ? { ...UPLOAD_START, files: state.files.map(fresh) } : state;
  }
}

type Choosing = Extract<UploadEvent, { type: "added" | "checked" | "kind-chosen" | "removed" }>;

/** What was chosen twice is told until the files change again. */
function choosing(state: UploadState, event: Choosing): UploadState {
  const files = chosen(state.files, event);
  const isChange = event.type === "added" || event.type === "removed";
  const repeated = event.type === "added" ? event.repeated : [];
  return isChange ? { ...state, files, repeated } : { ...state, files };
}

function chosen(files: readonly UploadFile[], event: Choosing): readonly UploadFile[] {
  switch (event.type) {
    case "added": {
      const added = event.files.map((file) => ({
        ...file,
        state: "checking" as const,
        sentBytes: 0,
        totalBytes: file.sizeBytes,
      }));
      return [...files, ...added];
    }
    case "checked":
      return files.map((file) => {
        if (file.key !== event.key) return file;
        const { result } = event;
        if (!result.ok) return { ...file, state: "refused", reason: result.reason };
        const { mediaType } = result;
        return { ...file, state: "ready", kind: suggestKind({ name: file.name, mediaType }) };
      });
    case "kind-chosen":
      return files.map((file) => (file.key === event.key ? { ...file, kind: event.kind } : file));
    case "removed":
      return files.filter(({ key }) => key !== event.key);
  }
}

const fresh = (file: UploadFile): UploadFile => ({
  ...file,
  state: "ready",
  reason: undefined,
  sentBytes: 0,
});
const arrived = (file: UploadFile): UploadFile => ({ ...file, state: "sent", sentBytes: file.totalBytes });

function progressed(files: readonly UploadFile[], progress: Progress): readonly UploadFile[] {
  return files.map((file, index) => {
    if (index !== progress.fileIndex) return file;
    const { phase, sentBytes, totalBytes } = progress;
    return { ...file, state: phase, sentBytes: phase === "sent" ? totalBytes : sentBytes, totalBytes };
  });
}

/** Files that turned out bad bring the person back to choosing; anything else can be tried again as it is. */
function failed(state: UploadState, trouble: Trouble): UploadState {
  if (trouble.kind !== "refused-files") return { ...state, stage: "failed", isWaiting: false, trouble };
  const reasons = new Map(trouble.refused?.map(({ fileIndex, reason }) => [fileIndex, reason]));
  const files = state.files.map((file, index): UploadFile => {
    const reason = reasons.get(index);
    return reason === undefined ? fresh(file) : { ...fresh(file), state: "refused", reason };
  });
  return { ...UPLOAD_START, files, trouble };
}

/** How much of everything is in, 0 to 100; 100 only when it has been handed in. */
export function percentOf({ stage, files }: UploadState): number {
  if (stage === "done") return 100;
  const total = files.reduce((sum, file) => sum + file.totalBytes, 0);
  const sent = files.reduce((sum, file) => sum + file.sentBytes, 0);
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * sent) / total));
}
