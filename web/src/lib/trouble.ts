import {
  ApiProblem,
  ArrivedFile,
  ChangedFile,
  HandOverError,
  MissingFiles,
  RefusedFiles,
  StoreProblem,
  UnreadableDocument,
  endingOf,
  isFileChanged,
  type FileProblem,
  type SessionEnding,
} from "@postern/client";

/** Why a session is over; each has its own sentence on the sign-in page. */
export type Ending = "signed-out" | "unheard" | SessionEnding;

/** What went wrong, in a shape that a worker can post and a page can put into words. */
export interface Trouble {
  readonly kind:
    | "offline"
    | "input"
    | "signed-out"
    | "forbidden"
    | "missing"
    | "conflict"
    | "limit"
    | "server"
    | "store"
    | "device"
    | "unreadable"
    | "changed-file"
    | "differing-file"
    | "arrived-file"
    | "missing-files"
    | "refused-files"
    | "other-tab"
    | "page";
  /** The server's code, or one of ours; for the person's eyes only as a help code. */
  readonly code: string;
  readonly requestID?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Set when the session is over. */
  readonly ending?: Ending | undefined;
  /** Which of the files were refused, by index. */
  readonly refused?: readonly { readonly fileIndex: number; readonly reason: FileProblem }[] | undefined;
  /** Which one of the files it is about, by index. */
  readonly fileIndex?: number | undefined;
  /** Sizes in bytes of files that were begun and are not there any more. */
  readonly missingSizes?: readonly number[] | undefined;
}

/** Lets a Trouble be thrown as other failures are. */
export class TroubleError extends Error {
  override readonly name = "TroubleError";
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.code);
    this.trouble = trouble;
  }
}

/** Reads any failure; what is none of the client's errors is a fault of this page. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  if (error instanceof ApiProblem) return troubleOfApi(error);
  if (error instanceof StoreProblem) {
    return { kind: error.status === 0 ? "offline" : "store", code: `store-${error.status}` };
  }
  if (error instanceof HandOverError) return { kind: "device", code: "hand-over", ending: "device-lost" };
  if (error instanceof UnreadableDocument) return { kind: "unreadable", code: error.code };
  if (error instanceof RefusedFiles) {
    return { kind: "refused-files", code: "refused-files", refused: error.refused };
  }
  if (error instanceof ChangedFile) {
    return { kind: "differing-file", code: "differing-file", fileIndex: error.fileIndex };
  }
  if (error instanceof ArrivedFile) {
    return { kind: "arrived-file", code: "arrived-file", fileIndex: error.fileIndex };
  }
  if (error instanceof MissingFiles) {
    const missingSizes = error.missing.map(({ sizeBytes }) => sizeBytes);
    return { kind: "missing-files", code: "missing-files", missingSizes };
  }
  if (isFileChanged(error)) return { kind: "changed-file", code: "changed-file" };
  return { kind: "page", code: error instanceof Error ? error.name : "unknown" };
}

function troubleOfApi(problem: ApiProblem): Trouble {
  const { status, code, requestID, retryAfterSeconds } = problem;
  const facts = { code, requestID, retryAfterSeconds };
  const ending = endingOf(problem);
  if (ending !== undefined) return { kind: "signed-out", ...facts, ending };
  return { kind: kindOf(status), ...facts };
}

function kindOf(status: number): Trouble["kind"] {
  if (status === 0) return "offline";
  if (status === 400 || status === 401 || status === 413) return "input";
  if (status === 403) return "forbidden";
  if (status === 404) return "missing";
  if (status === 409) return "conflict";
  if (status === 429) return "limit";
  return "server";
}
