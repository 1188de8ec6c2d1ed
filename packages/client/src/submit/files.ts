import type { DocumentID, Manifest } from "@postern/contract";
import type { CheckedFile } from "../file.ts";
import { declareDocument, declareDocuments } from "./declare.ts";
import { uploadDocument } from "./document.ts";
import { manifestFile, type ManifestEntry } from "./manifest.ts";
import type { OnProgress } from "./progress.ts";
import type { Round } from "./round.ts";

/**
 * Declares, seals and uploads files, one after the other.
 *
 * @returns what the manifest says about them, in their order
 * @throws as `declareDocuments` and `uploadDocument`
 */
export async function sendFiles(
  round: Round,
  files: readonly CheckedFile[],
  onProgress: OnProgress | undefined,
): Promise<readonly ManifestEntry[]> {
  const declarations = files.map(({ file }) => ({ file, kind: "document" as const }));
  const declared = await declareDocuments(round, declarations);
  const entries: ManifestEntry[] = [];
  for (const [fileIndex, { file, mediaType }] of files.entries()) {
    const attempt = declared[fileIndex];
    if (attempt === undefined) throw new RangeError("fewer documents than files");
    await uploadDocument(round, { file, fileIndex, attempt, onProgress });
    entries.push({ documentID: attempt.documentID, file, mediaType });
  }
  return entries;
}

/** Seals and uploads the list of a submission; the server drops the one that it had before. @returns its id */
export async function sendManifest(round: Round, manifest: Manifest): Promise<DocumentID> {
  const file = manifestFile(manifest);
  const attempt = await declareDocument(round, { file, kind: "manifest" });
  await uploadDocument(round, { file, fileIndex: 0, attempt });
  return attempt.documentID;
}
