import {
  LIMITS,
  SNIFF_SIZE_BYTES,
  sniffMediaType,
  type DocumentKind,
  type MediaType,
} from "@postern/contract";

/** A file that can be read in pieces, wherever it lies. */
export interface SourceFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** What it is, as its sender says; sealed in the manifest. */
  readonly kind?: DocumentKind | undefined;
  /** The same file where the browser holds it: it can be handed to another worker. */
  readonly blob?: Blob | undefined;
  /** The bytes from `start` up to, not including, `end`. Rejects when the file can no longer be read. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Why a file is not taken. */
export type FileProblem = "type" | "empty" | "too-large" | "unreadable" | "too-many";

export type FileCheck =
  { readonly ok: true; readonly mediaType: MediaType } | { readonly ok: false; readonly reason: FileProblem };

/** Files that may not be sent; nothing was sealed or sent. */
export class RefusedFiles extends Error {
  override readonly name = "RefusedFiles";
  /** Which files, by their index, and why. */
  readonly refused: readonly { readonly fileIndex: number; readonly reason: FileProblem }[];

  constructor(refused: RefusedFiles["refused"]) {
    super("some files cannot be sent");
    this.refused = refused;
  }
}

const UNREADABLE = ["NotReadableError", "NotFoundError"];

/** Whether a read failed because the file is not as it was: it has become shorter, was written to, or is gone. */
export function isFileChanged(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof DOMException && UNREADABLE.includes(error.name));
}

/** A browser's file. It is read by slices: its stream was seen to hang in workers. */
export function fromBlob(file: File, kind?: DocumentKind): SourceFile {
  return {
    name: file.name,
    sizeBytes: file.size,
    kind,
    blob: file,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  };
}

/** Tells whether a file can be sent: by its size and its first bytes, never by its name. */
export async function checkFile(file: SourceFile): Promise<FileCheck> {
  if (file.sizeBytes === 0) return { ok: false, reason: "empty" };
  if (file.sizeBytes > LIMITS.documentSizeBytes) return { ok: false, reason: "too-large" };
  const head = await readExactly(file, 0, Math.min(SNIFF_SIZE_BYTES, file.sizeBytes)).catch(() => undefined);
  if (head === undefined) return { ok: false, reason: "unreadable" };
  const mediaType = sniffMediaType(head);
  return mediaType === null ? { ok: false, reason: "type" } : { ok: true, mediaType };
}

/** Checks the files of one submission, one answer for each; those above the limit are `too-many`. */
export async function checkFiles(files: readonly SourceFile[]): Promise<readonly FileCheck[]> {
  const checks: FileCheck[] = [];
  for (const [index, file] of files.entries()) {
    const isOver = index >= LIMITS.documentsPerSubmission;
    checks.push(isOver ? { ok: false, reason: "too-many" } : await checkFile(file));
  }
  return checks;
}

/** A file that may be sent. */
export interface CheckedFile {
  readonly file: SourceFile;
  readonly mediaType: MediaType;
}

/**
 * As `checkFiles`, for files that are about to be sent.
 *
 * @returns the files with their types, in their order
 * @throws RefusedFiles when one of them may not be sent; RangeError without files
 */
export async function requireFiles(files: readonly SourceFile[]): Promise<readonly CheckedFile[]> {
  if (files.length === 0) throw new RangeError("a submission has at least one file");
  const checked: CheckedFile[] = [];
  const refused: RefusedFiles["refused"][number][] = [];
  const checks = await checkFiles(files);
  for (const [fileIndex, file] of files.entries()) {
    const check = checks[fileIndex];
    if (check?.ok) checked.push({ file, mediaType: check.mediaType });
    else refused.push({ fileIndex, reason: check?.reason ?? "unreadable" });
  }
  if (refused.length > 0) throw new RefusedFiles(refused);
  return checked;
}

/** Reads a range of a file. @throws RangeError when the file has become shorter */
export async function readExactly(
  file: SourceFile,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await file.read(start, end);
  if (bytes.length !== end - start) throw new RangeError("the file has changed while it was read");
  return bytes;
}
