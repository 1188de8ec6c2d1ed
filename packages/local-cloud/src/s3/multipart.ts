import type { Segment } from "./blobs.ts";
import type { Checksum, ChecksumAlgorithm } from "./checksum.ts";
import type { Tags } from "./objects.ts";

/** A multipart upload under way. It belongs to one key of one bucket and shows nothing before it is completed. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAtMs: number;
  /** Every part must bring this checksum; undefined if the upload was created without one. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** By part number; a part sent again replaces the former. */
  readonly parts: Map<number, Part>;
}

export interface Part {
  readonly segment: Segment;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly storedAtMs: number;
}

/** Every part but the last must have as many bytes. Source: "Amazon S3 multipart upload limits". */
export const smallestPartBytes = 5 * 2 ** 20;
export const mostParts = 10_000;

/** The files that an upload holds, whichever of them were to become the object. */
export function segmentsOf(upload: Upload): readonly Segment[] {
  return [...upload.parts.values()].map((part) => part.segment);
}
