import type { FileProblem } from "@postern/client";
import type { MediaType } from "@postern/contract";

/** What was done to a file before it is sealed; the person is told. */
export type Change = "location-removed" | "device-removed" | "converted";
/** What makes a photo hard to read. It stops nobody. */
export type Advice = "blurred" | "dark" | "small";
/** Why a file cannot be sent: what its first bytes tell, and what only reading it tells. */
export type PreparedProblem = FileProblem | "password" | "broken";

/** A file that was looked at on the device. */
export interface Prepared {
  /** What will be sent: the same `File` when nothing had to be changed. None where there is a `problem`. */
  readonly file?: File | undefined;
  readonly changes: readonly Change[];
  readonly advice: readonly Advice[];
  readonly problem?: PreparedProblem;
  /** Of the original, in hex, to notice that a file was chosen twice; see `digestOf`. Empty when it cannot be read. */
  readonly sha256: string;
  /** A small picture of it. */
  readonly preview?: Blob;
  /** Of what will be sent. */
  readonly mediaType?: MediaType;
}

/** Images of one examination. They stay documents of their own; a list shows them as one. */
export interface Study {
  readonly kind: "study";
  /** In their order: by series, then by number. */
  readonly files: readonly File[];
  /** So many images are named by the folder's own list and are not among `files`. */
  readonly missing: number;
}
export type Group = Study | { readonly kind: "file"; readonly file: File };

/** Looks at files in a worker of its own, one at a time. */
export interface Preparing {
  /** Rejects with the reason of `signal` alone: what cannot be read has a `problem`. */
  prepare(file: File, signal: AbortSignal): Promise<Prepared>;
  /**
   * Puts photos together, a page for each, in their order.
   *
   * @returns undefined when one of them cannot be drawn
   */
  joinPhotos(files: readonly File[], signal: AbortSignal): Promise<File | undefined>;
  /** Finds examinations among files, as those of a folder with DICOMDIR; all others come back as they are. */
  asStudies(files: readonly File[], signal: AbortSignal): Promise<readonly Group[]>;
  /** Ends it; what is under way is not answered any more. */
  stop(): void;
}

export { makePreparing, type PreparingOptions } from "./make-preparing.ts";
