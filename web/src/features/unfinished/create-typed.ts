import type { ClinicView, SubmissionID } from "@postern/contract";
import { createSignal } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { createReferral } from "../upload/create-referral.ts";
import { noteFault } from "../upload/words.ts";
import type { Typed } from "./create-go-on.ts";

/** What the person types again where this browser did not keep it: the note; of a practice, the patient too. */
export function createTyped({ me }: ClinicView, submissionID: SubmissionID) {
  const referral = me.role === "referrer" ? createReferral(`sending ${submissionID} referral`) : undefined;
  const note = referral?.note ?? createDraft(`sending ${submissionID} note`);
  const [isTried, setTried] = createSignal(false);
  return {
    referral,
    /** Whether what an earlier visit left waits for a choice. */
    isPending: () => referral?.isPending() === true,
    note: note.text,
    setNote: note.setText,
    isTried,
    setTried,
    /** What is missing or wrong, in words. */
    missing() {
      return referral?.missing() ?? noteFault(note.text());
    },
    content(): Typed {
      const words = note.text().trim();
      return { note: words === "" ? undefined : words, patient: referral?.patient() };
    },
    /** It was sent, or is not wanted any more. */
    clear() {
      note.clear();
      referral?.clear();
    },
  };
}

export type TypedPage = ReturnType<typeof createTyped>;
