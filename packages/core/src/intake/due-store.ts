import { SubmissionID, SubmissionState, type ClinicID } from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Reader } from "../kernel/index.ts";
import { SubmissionRow } from "./entities.ts";

/** What the index of what is due tells of a submission; it may be old. */
export interface DueSubmission {
  readonly submissionID: SubmissionID;
  readonly state: SubmissionState;
}

/**
 * A clinic's submissions that were due before a time: handed over and not routed, or not handed over at all.
 *
 * @param before ISO 8601
 * @param page `limit` rows at most, from the longest due on, or from the other end
 */
export async function dueSubmissions(
  reader: Reader,
  clinicID: ClinicID,
  before: string,
  { limit, newestFirst }: { readonly limit: number; readonly newestFirst: boolean },
): Promise<readonly DueSubmission[]> {
  const past = SubmissionRow.query.byDue({ gsi3pk: keys.due(clinicID, "sub") }).lt({ gsi3sk: before });
  const { items } = await reader.query({ ...past.params(), ScanIndexForward: !newestFirst }, { limit });
  return items.map(({ gsi3sk, state }) => ({
    submissionID: SubmissionID.parse(String(gsi3sk).split("#")[1]),
    state: SubmissionState.parse(state),
  }));
}
