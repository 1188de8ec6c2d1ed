import { setTimeout as pause } from "node:timers/promises";
import { submitPackage, type SourceFile, type SubmittedPackage } from "@postern/client";
import { intakeRoutes, type RoutingFacts, type SubmissionID, type SubmissionView } from "@postern/contract";
import type { SignedIn } from "./sign-in.ts";

const POLL_MS = 100;
/** Verifying reads the sealed bytes again; this is far slower than any disk. */
const SLOWEST_BYTES_PER_SECOND = 2 * 1024 ** 2;
const LEAST_WAIT_MS = 60_000;

/** Seals and sends files as a patient; nothing but the routing facts leaves in the clear. */
export async function send(
  patient: SignedIn,
  facts: RoutingFacts,
  files: readonly SourceFile[],
): Promise<SubmittedPackage> {
  const { api, device, session } = patient;
  return submitPackage({ api, device, session, facts, files, note: "Sent by the demonstration." });
}

/**
 * Waits until a submission has been verified and routed.
 * @param sizeBytes of all its files, by which the patience is measured
 * @throws Error when it ended otherwise, or has not arrived in time
 */
export async function waitUntilRouted(
  { api }: SignedIn,
  submissionID: SubmissionID,
  sizeBytes: number,
): Promise<SubmissionView> {
  const deadlineMs = Date.now() + LEAST_WAIT_MS + (sizeBytes / SLOWEST_BYTES_PER_SECOND) * 1000;
  for (;;) {
    const view = await api.call(intakeRoutes.readSubmission, { submissionID });
    if (view.state === "routed") return view;
    if (view.state !== "submitted")
      throw new Error(`The submission became ${view.state}: ${reasonsOf(view)}.`);
    if (Date.now() > deadlineMs)
      throw new Error(`The submission was not routed in time: ${reasonsOf(view)}.`);
    await pause(POLL_MS);
  }
}

function reasonsOf({ documents }: SubmissionView): string {
  return documents
    .map(({ state, reason }) => (reason === undefined ? state : `${state} (${reason})`))
    .join(", ");
}
