import type { SubmissionID } from "@postern/contract";
import { createRoot } from "solid-js";
import { createDraftPlace, type DraftPlace } from "../../lib/drafts.ts";
import { packSending, unpackSending, type KeptSending } from "./kept.ts";

/** Keeps what is needed to go on; sealed for the person who is signed in, for a day, and wiped at sign-out. */
export function keepSending(sending: KeptSending): void {
  write(sending.submissionID, packSending(sending));
}

/** It was handed in, or is not wanted any more. */
export function forgetSending(submissionID: SubmissionID): void {
  write(submissionID, "");
}

/** What this browser knows of a sending that was begun; undefined when that was elsewhere, or too long ago. */
export async function readKept(submissionID: SubmissionID): Promise<KeptSending | undefined> {
  return unpackSending(await inPlace(submissionID, (place) => place.read()));
}

function write(submissionID: SubmissionID, text: string): void {
  inPlace(submissionID, (place) => {
    place.keep(text);
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
