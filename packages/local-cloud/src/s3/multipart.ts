import type { State } from "../state/state.ts";
import type { Segment } from "./blobs.ts";
import type { Checksum, ChecksumAlgorithm } from "./checksum.ts";
import type { Lock } from "./lock.ts";
import { randomID, type Tags } from "./objects.ts";

/** A multipart upload under way. It belongs to one key of one bucket and shows nothing before it is completed. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAtMs: number;
  /** Every part must bring this checksum; undefined if the upload was created without one. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly lock?: Lock;
  /** By part number; a part sent again replaces the former. */
  readonly parts: ReadonlyMap<number, Part>;
}

export interface Part {
  readonly segment: Segment;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly storedAtMs: number;
}

/** The uploads of a bucket that are under way. Every method takes effect at once. */
export interface UploadIndex {
  /** By its id. */
  find(uploadID: string): Upload | undefined;
  add(upload: Omit<Upload, "parts">): void;
  setPart(upload: Upload, partNumber: number, part: Part): void;
  remove(upload: Upload): void;
  all(): Iterable<Upload>;
}

interface KeptPart {
  readonly uploadID: string;
  readonly partNumber: number;
  readonly part: Part;
}

/** Makes the index of a bucket's uploads with what was kept of them. */
export function createUploadIndex(state: State, bucketName: string): UploadIndex {
  const heads = state.shelf<Omit<Upload, "parts">>(`s3 ${bucketName} uploads`);
  const kept = state.shelf<KeptPart>(`s3 ${bucketName} parts`);
  const uploads = new Map<string, Upload & { readonly parts: Map<number, Part> }>();
  for (const [id, head] of heads.found) uploads.set(id, { ...head, parts: new Map() });
  for (const { uploadID, partNumber, part } of kept.found.values())
    uploads.get(uploadID)?.parts.set(partNumber, part);
  const partKey = (uploadID: string, partNumber: number) => `${uploadID} ${partNumber}`;
  return {
    find: (uploadID) => uploads.get(uploadID),
    add(head) {
      heads.put(head.id, head);
      uploads.set(head.id, { ...head, parts: new Map() });
    },
    setPart({ id }, partNumber, part) {
      kept.put(partKey(id, partNumber), { uploadID: id, partNumber, part });
      uploads.get(id)?.parts.set(partNumber, part);
    },
    remove({ id, parts }) {
      state.together(() => {
        heads.delete(id);
        for (const partNumber of parts.keys()) kept.delete(partKey(id, partNumber));
      });
      uploads.delete(id);
    },
    all: () => uploads.values(),
  };
}

/** Every part but the last must have as many bytes. Source: "Amazon S3 multipart upload limits". */
export const smallestPartBytes = 5 * 2 ** 20;
export const mostParts = 10_000;

/** An unguessable id; ids are in the order of the uploads' beginnings, as lists of them are. */
export function uploadIDAt(startedAtMs: number): string {
  return startedAtMs.toString(16).padStart(12, "0") + randomID();
}

/** The files that an upload holds, whichever of them were to become the object. */
export function segmentsOf(upload: Upload): readonly Segment[] {
  return [...upload.parts.values()].map((part) => part.segment);
}
