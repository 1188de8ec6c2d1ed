import { revalidate, useNavigate } from "@solidjs/router";
import type { SubmissionID } from "@postern/contract";
import { createSignal } from "solid-js";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import { readSubmission, readSubmissions } from "../submissions/queries.ts";
import { abandonSubmission } from "../upload/abandon.ts";
import { forgetSending } from "../upload/kept-store.ts";

/**
 * Giving up a submission that was begun; the person then is at home, where it is asked about no more.
 *
 * @param onCancelled told once it was given up, before the page goes
 */
export function createCancelling(submissionID: SubmissionID, onCancelled: () => void) {
  const navigate = useNavigate();
  const [trouble, setTrouble] = createSignal<Trouble>();

  async function cancel(): Promise<void> {
    setTrouble(undefined);
    try {
      await abandonSubmission(submissionID);
      forgetSending(submissionID);
      onCancelled();
      await revalidate([readSubmissions.key, readSubmission.key]);
      navigate("/");
    } catch (error) {
      setTrouble(troubleOf(error));
    }
  }
  return { cancel, trouble };
}
