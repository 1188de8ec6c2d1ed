import { SubmissionID, SubmissionState, type ClinicID } from "@postern/contract";
import * as z from "zod";
import { keys } from "../aws/index.ts";
import type { Reader } from "../kernel/index.ts";
import { SubmissionRow } from "./entities.ts";
import { asSubmission, headKey, type Submission, type SubmissionKey } from "./store.ts";

/** What the index of what is due tells of a submission; it may be old. */
export type DueSubmission = Readonly<z.infer<typeof Due>>;
const Due = z.object({ submissionID: SubmissionID, state: SubmissionState });

/**
 * A clinic's submissions that were due before a time: handed over and not routed, or not handed over at all.
 *
 * @param before ISO 8601
 * @param page `limit` rows at most, from the longest due on, or from the other end
 * @returns also how many of them are no rows that we wrote
 */
export async function dueSubmissions(
  reader: Reader,
  clinicID: ClinicID,
  before: string,
  { limit, newestFirst }: { readonly limit: number; readonly newestFirst: boolean },
): Promise<{ readonly due: readonly DueSubmission[]; readonly unreadable: number }> {
  const past = SubmissionRow.query.byDue({ gsi3pk: keys.due(clinicID, "sub") }).lt({ gsi3sk: before });
  const { items } = await reader.query({ ...past.params(), ScanIndexForward: !newestFirst }, { limit });
  const due = items.flatMap(({ gsi3sk, state }) => {
    const read = Due.safeParse({ submissionID: String(gsi3sk).split("#")[1], state });
    return read.success ? [read.data] : [];
  });
  return { due, unreadable: items.length - due.length };
}

/** A submission that is due some time, and when: ISO 8601; null when it is not. */
export async function findDue(
  reader: Reader,
  key: SubmissionKey,
): Promise<{ readonly head: Submission; readonly dueAt: string } | null> {
  const item = await reader.get(SubmissionRow.get(headKey(key)).params());
  const due = item?.["gsi3sk"];
  if (item === undefined || typeof due !== "string") return null;
  const [dueAt = due] = due.split("#");
  return { head: asSubmission(item), dueAt };
}
