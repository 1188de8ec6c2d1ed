import type { DocumentID, DocumentView } from "@postern/contract";
import type { Begun } from "./begun.ts";
import { findSame } from "./match.ts";
import type { Planning } from "./plan.ts";
import { ChangedFile } from "./resume-error.ts";

/** How one file is sent. */
export type FilePlan =
  | { readonly kind: "declare"; readonly replaces?: DocumentID | undefined }
  | { readonly kind: "continue"; readonly begun: Begun }
  | { readonly kind: "restart"; readonly document: DocumentView };

export interface SizePlan {
  /** By file index; files that are not in it fit nothing and are declared. */
  readonly plans: ReadonlyMap<number, FilePlan>;
  /** Documents for which there was no file. */
  readonly left: readonly Begun[];
  /** Documents that have come in whole, with other bytes than the file that is sent anew for them. */
  readonly replaced: readonly DocumentID[];
}

/**
 * Plans the files of one size: first those that are what they were; then any for a document of which nothing was
 * signed, or which was put aside; what is left over on both sides has changed.
 *
 * @throws ChangedFile unless the policy is to send it anew; what reading a file throws
 */
export async function planSameSize(
  planning: Planning,
  fileIndices: readonly number[],
  begun: readonly Begun[],
): Promise<SizePlan> {
  const plans = new Map<number, FilePlan>();
  const replaced: DocumentID[] = [];
  const isAside = ({ document }: Begun) => document.state === "quarantined";
  const known = new Set(begun.filter((one) => !isAside(one) && one.recorded.size > 0));
  const others = begun
    .filter((one) => !known.has(one))
    .toSorted((a, b) => Number(isAside(a)) - Number(isAside(b)));

  async function search(fileIndex: number, candidates: readonly Begun[]): Promise<void> {
    const { round, files, onProgress } = planning;
    const file = files[fileIndex]?.file;
    if (file === undefined || plans.has(fileIndex)) return;
    const same = await findSame(round, { file, fileIndex, onProgress }, candidates);
    if (same === undefined) return;
    known.delete(same);
    plans.set(fileIndex, { kind: "continue", begun: same });
  }
  // First what is remembered, for all: then there are few left to look through.
  for (const fileIndex of fileIndices) {
    const documentID = planning.begunAs?.[fileIndex];
    await search(
      fileIndex,
      [...known].filter(({ document }) => document.documentID === documentID),
    );
  }
  for (const fileIndex of fileIndices) await search(fileIndex, [...known]);
  for (const fileIndex of fileIndices) {
    if (plans.has(fileIndex)) continue;
    const open = others.shift();
    if (open !== undefined) {
      const { documentID } = open.document;
      plans.set(
        fileIndex,
        isAside(open) ? { kind: "declare", replaces: documentID } : { kind: "continue", begun: open },
      );
      continue;
    }
    const [former] = known;
    if (former === undefined) continue;
    const { document } = former;
    if (planning.changed === undefined) throw new ChangedFile(fileIndex, document.documentID);
    known.delete(former);
    // What has come in whole has no further attempt.
    if (document.state === "verified") replaced.push(document.documentID);
    else plans.set(fileIndex, { kind: "restart", document });
  }
  return { plans, left: [...known, ...others], replaced };
}
