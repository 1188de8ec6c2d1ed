import type { SubmissionID } from "@postern/contract";
import { createRoot } from "solid-js";
import { createDraftPlace, type DraftPlace } from "../../lib/drafts.ts";
import { handlesIn, type FileHandle } from "./handles.ts";
import { packSending, unpackSending, type KeptSending } from "./kept.ts";

/**
 * Keeps what is needed to go on; sealed for the person who is signed in, for a day, and wiped at sign-out.
 *
 * @param handles in the order of the files, of what each was made; they lie beside it as the browser keeps them
 */
export function keepSending(sending: KeptSending, handles: readonly (readonly FileHandle[])[]): void {
  const isAny = handles.some(({ length }) => length > 0);
  write(sending.submissionID, packSending(sending), isAny ? handles : undefined);
}

/** It was handed in, or is not wanted any more. */
export function forgetSending(submissionID: SubmissionID): void {
  write(submissionID, "");
}

/** What this browser knows of a sending that was begun; undefined when that was elsewhere, or too long ago. */
export async function readKept(submissionID: SubmissionID): Promise<KeptSending | undefined> {
  return unpackSending(await inPlace(submissionID, (place) => place.read()));
}

/** In the order of the files that were kept, of what each can be had again; empty where that must be chosen. */
export async function readHandles(submissionID: SubmissionID): Promise<readonly (readonly FileHandle[])[]> {
  return handlesIn(await inPlace(submissionID, (place) => place.readBeside()));
}

function write(submissionID: SubmissionID, text: string, beside?: unknown): void {
  inPlace(submissionID, (place) => {
    place.keep(text, beside);
    place.save();
  });
}

/** A sending outlives the page that shows it: nothing is left to be saved when a page goes. */
function inPlace<Result>(submissionID: SubmissionID, act: (place: DraftPlace) => Result): Result {
  return createRoot((dispose) => {
    const result = act(createDraftPlace(`sending ${submissionID}`));
    dispose();
    return result;
  });
}
