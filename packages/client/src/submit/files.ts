import type { DocumentID, Manifest } from "@postern/contract";
import type { CheckedFile } from "../file.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { declareDocument } from "./declare.ts";
import { uploadDocument } from "./document.ts";
import { inLanes } from "./lanes.ts";
import { manifestFile, type ManifestEntry } from "./manifest.ts";
import type { OnProgress } from "./progress.ts";
import { until, type Round } from "./round.ts";

/** Files under way at once: small ones wait for answers most of the time. How many parts are held the stations bound. */
const FILES_AT_ONCE = 3;

/** What the manifest says about files, in their order. @param attempts one for each file, in the same order */
export function entriesOf(
  files: readonly CheckedFile[],
  attempts: readonly DeclaredAttempt[],
): readonly ManifestEntry[] {
  return files.flatMap(({ file, mediaType }, index) => {
    const documentID = attempts[index]?.documentID;
    return documentID === undefined ? [] : [{ documentID, file, mediaType }];
  });
}

/**
 * Seals and uploads files.
 *
 * @param attempts one for each file, in their order
 * @throws as `uploadDocument`
 */
export async function sendFiles(
  round: Round,
  files: readonly CheckedFile[],
  attempts: readonly DeclaredAttempt[],
  onProgress: OnProgress | undefined,
): Promise<void> {
  const uploads = files.map(({ file }, fileIndex) => {
    const attempt = attempts[fileIndex];
    if (attempt === undefined) throw new RangeError("fewer documents than files");
    return { file, fileIndex, attempt, onProgress };
  });
  const lanes = Array.from({ length: FILES_AT_ONCE }, () => round);
  await inLanes(lanes, uploads, round.patience.signal, (lane, upload, signal) =>
    uploadDocument(until(lane, signal), upload),
  );
}

/** Seals and uploads the list of a submission; the server drops the one that it had before. @returns its id */
export async function sendManifest(round: Round, manifest: Manifest): Promise<DocumentID> {
  const file = manifestFile(manifest);
  const attempt = await declareDocument(round, { file, kind: "manifest" });
  await uploadDocument(round, { file, fileIndex: 0, attempt });
  return attempt.documentID;
}
