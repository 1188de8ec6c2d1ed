import { LIMITS, Manifest, type DocumentID, type MediaType, type RoutingFacts } from "@postern/contract";
import type { SourceFile } from "../file.ts";
import { cleanFileName } from "../file-name.ts";

/** One file, under the id that the server gave it. */
export interface ManifestEntry {
  readonly documentID: DocumentID;
  readonly file: Pick<SourceFile, "name" | "sizeBytes" | "kind">;
  readonly mediaType: MediaType;
}

/** What the sender writes beside the files. */
export type Letter = Pick<Manifest, "note" | "patient">;

/**
 * Writes the sealed list of a submission.
 *
 * @throws ZodError when a part of it is beyond the contract's limits (the note's length, a birth date that is none)
 */
export function createManifest(
  facts: RoutingFacts,
  entries: readonly ManifestEntry[],
  { note, patient }: Letter = {},
): Manifest {
  return Manifest.parse({
    format: "postern-manifest-1",
    facts,
    documents: entries.map(({ documentID, file, mediaType }) => ({
      documentID,
      name: cleanFileName(file.name),
      mediaType,
      sizeBytes: file.sizeBytes,
      ...(file.kind === undefined ? {} : { kind: file.kind }),
    })),
    ...(note === undefined || note === "" ? {} : { note }),
    ...(patient === undefined ? {} : { patient }),
  });
}

/** The manifest as a file to be sealed. @throws RangeError above 256 KiB */
export function manifestFile(manifest: Manifest): SourceFile {
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  if (bytes.length > LIMITS.manifestSizeBytes) throw new RangeError("the manifest is too large");
  return {
    name: "manifest",
    sizeBytes: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
  };
}
