import type { Progress } from "@postern/client";
import type { DocumentID, DocumentKind, MediaType } from "@postern/contract";
import type { Advice, Change, PreparedProblem } from "../preparing/prepare.ts";
import { suggestKind } from "./kind.ts";
import type { StudyMark } from "./studies.ts";

/** A file as it was chosen. */
export interface NewRow {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The document, put aside, that it stands in for. */
  readonly replaces?: DocumentID | undefined;
}

/** One chosen file. Sizes on the way are of sealed bytes, and count what is in the store or on its way there. */
export interface UploadFile extends NewRow {
  readonly state: "checking" | "ready" | "refused" | Progress["phase"];
  readonly reason?: PreparedProblem | undefined;
  /** By its first bytes, once it is checked. */
  readonly mediaType?: MediaType | undefined;
  /** What it is: a guess once it is checked, until the person says otherwise. */
  readonly kind?: DocumentKind | undefined;
  /** What was done to it on this device; the person is told. */
  readonly changes?: readonly Change[] | undefined;
  /** What makes it hard to read; none once the person has said to use it anyway. */
  readonly advice?: readonly Advice[] | undefined;
  /** Where it is one of the images of an examination. */
  readonly study?: StudyMark | undefined;
  /** Of the file as it was chosen: by it the same file is known again. */
  readonly sha256?: string | undefined;
  /** Address of a small picture of it, good for this page alone. */
  readonly preview?: string | undefined;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** What looking at a file has told. */
export type CheckResult =
  | {
      readonly ok: true;
      readonly mediaType: MediaType;
      readonly changes?: readonly Change[];
      readonly advice?: readonly Advice[];
      readonly preview?: string | undefined;
      readonly sha256?: string | undefined;
    }
  | { readonly ok: false; readonly reason: PreparedProblem };

/** What the person, or the look at a file, does to the list while files are chosen. */
export type RowEvent =
  | {
      readonly type: "added";
      readonly files: readonly NewRow[];
      readonly repeated: readonly string[];
    }
  /** Of which examination a file is an image, by its key; all others are of none. */
  | { readonly type: "grouped"; readonly studies: ReadonlyMap<string, StudyMark> }
  | { readonly type: "checked"; readonly key: string; readonly result: CheckResult }
  | { readonly type: "kind-chosen"; readonly key: string; readonly kind: DocumentKind }
  | { readonly type: "used-anyway"; readonly key: string }
  | { readonly type: "removed"; readonly key: string };

/** The list after an event. */
export function changeRows(files: readonly UploadFile[], event: RowEvent): readonly UploadFile[] {
  switch (event.type) {
    case "added":
      return [...files, ...event.files.map(chosen)];
    case "checked":
      return files.map((file) => (file.key === event.key ? checked(file, event.result) : file));
    case "grouped":
      return files.map((file) => ({ ...file, study: event.studies.get(file.key) }));
    case "kind-chosen":
      return files.map((file) => (file.key === event.key ? { ...file, kind: event.kind } : file));
    case "used-anyway":
      return files.map((file) => (file.key === event.key ? { ...file, advice: [] } : file));
    case "removed":
      return files.filter(({ key }) => key !== event.key);
  }
}

const chosen = (file: NewRow): UploadFile => ({
  ...file,
  state: "checking",
  sentBytes: 0,
  totalBytes: file.sizeBytes,
});

function checked(file: UploadFile, result: CheckResult): UploadFile {
  if (!result.ok) return { ...file, state: "refused", reason: result.reason };
  const { mediaType, changes, advice, preview, sha256 } = result;
  // What an earlier visit had said of it stays.
  const kind = file.kind ?? suggestKind({ name: file.name, mediaType });
  return { ...file, state: "ready", mediaType, kind, changes, advice, preview, sha256 };
}

/** A file as it is before it is sent: what was counted is forgotten. */
export const fresh = (file: UploadFile): UploadFile => ({
  ...file,
  state: "ready",
  reason: undefined,
  sentBytes: 0,
});

export const arrived = (file: UploadFile): UploadFile => ({
  ...file,
  state: "sent",
  sentBytes: file.totalBytes,
});

/** Counts what has left of one file. */
export function progressed(
  files: readonly UploadFile[],
  { fileIndex, phase, sentBytes, totalBytes }: Progress,
): readonly UploadFile[] {
  return files.map((file, index) =>
    index === fileIndex
      ? { ...file, state: phase, sentBytes: phase === "sent" ? totalBytes : sentBytes, totalBytes }
      : file,
  );
}
