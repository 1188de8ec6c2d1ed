import { SubmissionID } from "@postern/contract";
import * as z from "zod";
import { changeSubmission, findDue } from "../intake/index.ts";
import type { ActorOf, Context, Plan } from "../kernel/index.ts";
import { change, iso, operation, settled } from "../kernel/index.ts";
import type { UpkeepDeps } from "./deps.ts";
import { dueSince, nextLookMs } from "./rules.ts";

/**
 * Puts off the next look at a submission that is due. Comes before the look: whatever keeps
 * a look from its end is not asked for each minute. A repeat finds it put off.
 */
export const postpone = operation({
  action: "submission.postpone",
  allow: ["system"],
  input: z.strictObject({ submissionID: SubmissionID }),
  async run(
    { reader }: Pick<UpkeepDeps, "reader">,
    ctx: Context<ActorOf<"system">>,
    { submissionID },
  ): Promise<Plan<void>> {
    const found = await findDue(reader, { clinicID: ctx.actor.clinicID, submissionID });
    const nowMs = ctx.clock.now();
    if (found === null || Date.parse(found.dueAt) > nowMs) return settled(() => undefined);
    const { expiresAt, patientID } = found.head;
    const since = dueSince(found.head);
    if (since === undefined) return settled(() => undefined);
    return change<void>({
      writes: [changeSubmission(found.head, { expiresAt }, iso(nextLookMs(Date.parse(since), nowMs)))],
      facts: { submissionID, patientID },
      afterwards: () => undefined,
    });
  },
});
