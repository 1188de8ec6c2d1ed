import type { SignedPart } from "@postern/contract";
import type { SourceFile } from "../file.ts";
import type { OpenedRelease } from "../device/index.ts";
import type { OnSent } from "../put-counted.ts";
import type { StoreAnswer } from "../store.ts";

/** One part of a file that is to be read, sealed and hashed. */
export interface PartJob {
  readonly key: OpenedRelease;
  /** 32 bytes, in base64; belongs to these very bytes of this file alone. */
  readonly messageID: string;
  readonly file: SourceFile;
  readonly partNumber: number;
}

/** A part's sealed bytes, which lie in the station until they are dropped. */
export interface SealedPart {
  /** Names them in their station. */
  readonly ref: number;
  readonly partNumber: number;
  readonly sizeBytes: number;
  /** Base64 of the SHA-256 of the sealed bytes. */
  readonly sha256: string;
}

/** A place where parts are read, sealed, hashed and put: this thread, or a worker behind a port. */
export interface Station {
  /** Parts that it holds at most, those in the making included. */
  readonly slots: number;
  /**
   * Seals a part, as soon as one of the slots is free.
   *
   * @throws RangeError or the file's own error when it cannot be read; EnvelopeError `invalid-input`; the signal's
   * reason
   */
  seal(job: PartJob, signal?: AbortSignal): Promise<SealedPart>;
  /**
   * Puts a part's sealed bytes to the store, once; the answer's status is 0 when there was none. Where it can be known,
   * `onSent` is told on the way how many of the part's bytes have left.
   *
   * @throws the signal's reason; RangeError for a part that was dropped
   */
  put(ref: number, signed: SignedPart, signal?: AbortSignal, onSent?: OnSent): Promise<StoreAnswer>;
  /** Forgets a part and frees its slot; a second time does nothing. */
  drop(ref: number): void;
  /** Ends what is under way and frees everything. */
  close(): void;
}
