import type { DocumentID, DocumentView, Manifest } from "@postern/contract";
import type { CheckedFile, SourceFile } from "../file.ts";
import { createAhead } from "./ahead.ts";
import { goOn } from "./begin.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { continueFiles, type Continuing } from "./continue.ts";
import { declareDocument } from "./declare.ts";
import { uploadDocument } from "./document.ts";
import { inLanes } from "./lanes.ts";
import { manifestFile, type ManifestEntry } from "./manifest.ts";
import { planFiles } from "./plan.ts";
import { FILES_AT_ONCE, until, type Round } from "./round.ts";

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

/** What is sent beside the files, and who is told of them. */
export interface Beside {
  /** Told which documents the files are, in their order, before anything of them is sent. */
  readonly onDeclared?: ((documentIDs: readonly DocumentID[]) => void) | undefined;
  /** Goes beside the last of them, once the ids of all are known. */
  readonly send?: (round: Round, attempts: readonly DeclaredAttempt[]) => Promise<void>;
}

/**
 * Gives every file an attempt, and seals and uploads what the store does not have of it.
 *
 * @param begun what an earlier run has left, as it was read last
 * @returns one attempt for each file, in their order
 * @throws as `continueFiles`, `uploadDocument` and `send`
 */
export async function sendFiles(
  round: Round,
  begun: readonly DocumentView[],
  continuing: Continuing,
  { onDeclared, send }: Beside = {},
): Promise<readonly DeclaredAttempt[]> {
  const { files, onProgress } = continuing;
  const ahead = createAhead(round);
  try {
    const attempts = await continueFiles({ ...round, ahead }, begun, continuing);
    onDeclared?.(attempts.map(({ documentID }) => documentID));
    const uploads = files.map(({ file }, fileIndex) => (linked: Round) => {
      const attempt = attempts[fileIndex];
      if (attempt === undefined) throw new RangeError("fewer documents than files");
      return uploadDocument({ ...linked, ahead }, { file, fileIndex, attempt, onProgress });
    });
    const last = async (linked: Round) => send?.(linked, attempts);
    const lanes = Array.from({ length: FILES_AT_ONCE }, () => round);
    await inLanes(lanes, [...uploads, last], round.patience.signal, (lane, work, signal) =>
      work(until(lane, signal)),
    );
    return attempts;
  } finally {
    ahead.drop();
  }
}

/**
 * Seals and uploads the list of a submission; the server drops the one that it had before.
 *
 * @param begun the list that an earlier run has begun: when it says the same, it is gone on with
 * @returns its id
 */
export async function sendManifest(
  round: Round,
  manifest: Manifest,
  begun?: DocumentView,
): Promise<DocumentID> {
  const file = manifestFile(manifest);
  const same = begun && (await goOnWith(round, file, begun));
  const attempt = same ?? (await declareDocument(round, { file, kind: "manifest" }));
  await uploadDocument(round, { file, fileIndex: 0, attempt });
  return attempt.documentID;
}

/** The attempt that was begun with this very file; undefined when it was begun with another. */
async function goOnWith(
  round: Round,
  file: SourceFile,
  begun: DocumentView,
): Promise<DeclaredAttempt | undefined> {
  const checked = { file, mediaType: "text/plain" } as const;
  const policy = { leaveOut: "abandon", changed: "send-anew" } as const;
  const { files } = await planFiles({ round, files: [checked], ...policy }, [begun]);
  const [plan] = files;
  return plan?.kind === "continue" ? goOn(round, file.sizeBytes, plan.begun) : undefined;
}
