import type { ClinicID, SubmissionID } from "@postern/contract";
import type { Fields } from "../field/index.ts";
import type { Cursors, Reader } from "../kernel/index.ts";
import type { DataKeys } from "./store.ts";

/** Bytes that a presigned URL is bound to. */
export interface ExactBytes {
  readonly sizeBytes: number;
  readonly sha256: Uint8Array;
}

export interface SignedURL {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** The bucket, as the write path may use it: it can create objects, and never read one. */
export interface Uploads {
  /** Begins a multipart upload. @returns its id */
  begin(objectKey: string): Promise<string>;
  abort(objectKey: string, uploadID: string): Promise<void>;
  signPut(objectKey: string, bytes: ExactBytes): Promise<SignedURL>;
  signPart(objectKey: string, uploadID: string, partNumber: number, bytes: ExactBytes): Promise<SignedURL>;
  /** Bytes that have arrived so far; null when the upload is over. @throws Problem `unavailable` */
  arrivedBytes(objectKey: string, uploadID: string): Promise<number | null>;
  /**
   * Numbers of the parts that have arrived, of so many after one; null when the upload is over.
   *
   * @throws Problem `unavailable`
   */
  arrivedParts(
    objectKey: string,
    uploadID: string,
    range: { readonly after: number; readonly count: number },
  ): Promise<ReadonlySet<number> | null>;
  /**
   * Completes with our own digests, creating the object only if it is not there. An upload that is gone already was
   * completed or aborted before; ingest finds out which.
   *
   * @throws Problem `unavailable` when S3 did not answer
   */
  complete(objectKey: string, uploadID: string, digests: readonly Uint8Array[]): Promise<void>;
}

/** What the operations of intake need, for one clinic. */
export interface IntakeDeps {
  readonly reader: Reader;
  readonly dataKeys: DataKeys;
  /** KMS key that wraps data keys. */
  readonly documentsKeyARN: string;
  readonly uploads: Uploads;
  readonly cursors: Cursors;
  readonly fields: () => Promise<Fields>;
  /** Asks ingest to settle a submission, at once or after some seconds. */
  readonly askToSettle: (
    message: { clinicID: ClinicID; submissionID: SubmissionID },
    delaySeconds?: number,
  ) => Promise<void>;
}
