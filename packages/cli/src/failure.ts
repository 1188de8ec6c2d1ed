import {
  ApiProblem,
  ChangedFile,
  HandOverError,
  MissingFiles,
  RefusedFiles,
  StoreProblem,
  endingOf,
  isFileChanged,
  type FileProblem,
  type SessionEnding,
} from "@postern/client";
import { EXIT, Failure, type ExitCode } from "./exit.ts";
import { sizeText } from "./terminal/table.ts";

const SIGN_IN = "Sign in again: postern sign-in";

const ENDINGS: Readonly<Record<SessionEnding, string>> = {
  locked: `The session was quiet for too long and is locked. ${SIGN_IN}`,
  ended: `You are not signed in any more. ${SIGN_IN}`,
  "device-lost": `The portal does not know this machine any more. ${SIGN_IN}`,
  "membership-ended": "You have no place in this clinic any more. Call the clinic.",
};

const REFUSALS: Readonly<Record<FileProblem, string>> = {
  type: "is not taken: it is no JPEG, PNG, WebP, HEIC, PDF, DICOM or plain text file",
  empty: "is empty",
  "too-large": "is larger than 5 GiB",
  unreadable: "cannot be read",
  "too-many": "is one too many: a submission has at most 200 files",
};

/** Words for what the server refuses while a package is sent; everything else is said in the server's own words. */
const CONFLICTS: Readonly<Record<string, string>> = {
  "submission-not-open":
    "This was handed in or has ended: it takes no more files, and cannot be cancelled. See how it stands: postern status",
  quota: "You have sent as much as one person may in a day. Go on tomorrow.",
};

/**
 * What went wrong, for a person and for a program. It repeats no facts of anyone's, only names of files as they were
 * given.
 *
 * @param files as they were given, in their order
 * @param stopped whether the person wanted it to stop
 */
export function failureOf(error: unknown, files: readonly string[], stopped: boolean): Failure {
  if (error instanceof Failure) return error;
  if (stopped) return new Failure(EXIT.interrupted, "interrupted", "Stopped.");
  if (error instanceof ApiProblem) return failureOfApi(error);
  if (error instanceof StoreProblem) {
    return new Failure(EXIT.failed, `store-${error.status}`, "The storage did not take a file. Try again.");
  }
  if (error instanceof HandOverError) {
    return new Failure(EXIT.signedOut, "hand-over", `The portal does not know this machine. ${SIGN_IN}`);
  }
  return failureOfFiles(error, files) ?? failureOfSystem(error) ?? defect(error);
}

function failureOfFiles(error: unknown, files: readonly string[]): Failure | undefined {
  if (error instanceof RefusedFiles) {
    const lines = error.refused.map(({ fileIndex, reason }) => `${files[fileIndex]} ${REFUSALS[reason]}.`);
    return refused("refused-files", `${lines.join("\n")}\nNothing was sent.`);
  }
  if (error instanceof ChangedFile) {
    const name = files[error.fileIndex];
    return refused(
      "changed-file",
      `${name} has changed since it was begun. Send the file as it was, or anew.`,
    );
  }
  if (error instanceof MissingFiles) {
    const sizes = error.missing.map(({ sizeBytes }) => sizeText(sizeBytes)).join(", ");
    return refused("missing-files", `Files that were begun are not named: of ${sizes}. Name them too.`);
  }
  if (isFileChanged(error)) return refused("changed-file", "A file changed while it was read.");
  return undefined;
}

function failureOfApi(problem: ApiProblem): Failure {
  const { status, code, message, requestID, retryAfterSeconds } = problem;
  const ending = endingOf(problem);
  if (ending !== undefined) return new Failure(EXIT.signedOut, code, ENDINGS[ending]);
  if (status === 0) return new Failure(EXIT.failed, code, "The portal cannot be reached. Try again.");
  const named = requestID === undefined ? code : `${code}, request ${requestID}`;
  const words = CONFLICTS[code] ?? `The portal says: ${message}`;
  const later = retryAfterSeconds === undefined ? "" : ` Try again in ${retryAfterSeconds} seconds.`;
  return new Failure(exitOf(status), code, `${words}${later} (${named})`);
}

function exitOf(status: number): ExitCode {
  if (status === 404) return EXIT.missing;
  return status === 429 || status >= 500 ? EXIT.failed : EXIT.refused;
}

/** By the codes of the file system (errno). */
const SYSTEM: Readonly<Record<string, readonly [ExitCode, string]>> = {
  ENOENT: [EXIT.missing, "There is no such file"],
  ENOTDIR: [EXIT.missing, "There is no such file"],
  EACCES: [EXIT.refused, "This may not be read or written"],
  EPERM: [EXIT.refused, "This may not be read or written"],
  EISDIR: [EXIT.refused, "This is a folder, not a file"],
  ENOSPC: [EXIT.failed, "The disk is full"],
};

function failureOfSystem(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const known = SYSTEM[error.code];
  if (known === undefined) return undefined;
  const [exit, words] = known;
  const path = "path" in error && typeof error.path === "string" ? `: ${error.path}` : ".";
  return new Failure(exit, error.code.toLowerCase(), words + path);
}

function defect(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "unknown";
  return new Failure(
    EXIT.failed,
    "defect",
    `This command failed for a reason of its own (${name}). Tell us.`,
  );
}

function refused(code: string, message: string): Failure {
  return new Failure(EXIT.refused, code, message);
}
