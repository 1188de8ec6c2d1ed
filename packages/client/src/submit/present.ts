import type { Manifest, SubmissionID, SubmissionView } from "@postern/contract";
import { createOpener } from "../open/opener.ts";
import { factsOf } from "./facts.ts";
import type { ManifestEntry } from "./manifest.ts";
import type { SendingOptions } from "./submission.ts";

/** Going on with a submission that the server has already. */
export interface AnsweringOptions extends SendingOptions {
  readonly submissionID: SubmissionID;
  /** The submission's present list, where the sender still has it; else it is opened. */
  readonly manifest?: Manifest | undefined;
  /** Told the list that the new one is made from. Keep it: the server drops it when the new one is there. */
  readonly onManifest?: ((manifest: Manifest) => void) | undefined;
  /** These very files were sent before, and it failed: when they had all come in, nothing is sent again. */
  readonly isRepeat?: boolean | undefined;
}

/**
 * The list that the sender sealed last.
 *
 * @throws as `Opener.openManifest`, when it must be opened
 */
export async function presentManifest(options: AnsweringOptions, record: SubmissionView): Promise<Manifest> {
  const { submissionID, signal, manifest } = options;
  if (manifest !== undefined) return manifest;
  const { documents } = record;
  const opened = await createOpener(options).openManifest({
    submissionID,
    documents,
    facts: factsOf(record),
    signal,
  });
  options.onManifest?.(opened.manifest);
  return opened.manifest;
}

/** True when an earlier try with the same files had come to its end. */
export function hasArrived({ isRepeat }: AnsweringOptions, { state }: SubmissionView): boolean {
  return isRepeat === true && (state === "submitted" || state === "routed");
}

/** A file of the present list, as the next one takes it over. */
export function entryOf(entry: Manifest["documents"][number]): ManifestEntry {
  const { documentID, name, sizeBytes, mediaType, kind } = entry;
  return { documentID, mediaType, file: { name, sizeBytes, kind } };
}
