import { ApiProblem, RefusedFiles, type FileProblem } from "@postern/client";

const REFUSALS: Readonly<Record<FileProblem, string>> = {
  type: "is not taken: it is no JPEG, PNG, WebP, HEIC, PDF, DICOM or plain text file",
  empty: "is empty",
  "too-large": "is larger than 5 GiB",
  unreadable: "cannot be read",
  "too-many": "is one too many: a submission has at most 200 documents",
};

/**
 * What went wrong, for a person at a terminal.
 * @param fileNames in the order in which files were given
 */
export function sentenceOf(error: unknown, fileNames: readonly string[]): string {
  if (error instanceof RefusedFiles) {
    return error.refused
      .map(({ fileIndex, reason }) => `${fileNames[fileIndex]} ${REFUSALS[reason]}.`)
      .join("\n");
  }
  if (error instanceof ApiProblem) {
    const { message, status, code, requestID } = error;
    return `The server refused: ${message} (${status} ${code}, request ${requestID ?? "without an id"}).`;
  }
  return error instanceof Error ? error.message : String(error);
}
