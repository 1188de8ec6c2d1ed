import { DocumentID, SubmissionID } from "@postern/contract";
import * as z from "zod";
import { findDocument, findSubmission, giveUp } from "../intake/index.ts";
import type { ActorOf, Context, Plan } from "../kernel/index.ts";
import { change, operation, settled } from "../kernel/index.ts";
import type { UpkeepDeps } from "./deps.ts";
import { leftovers } from "./rules.ts";

/**
 * Deletes what is left of a document. The row keeps naming the versions, so that whoever dies between the record and the
 * bucket leaves what a repeat needs.
 *
 * @returns the ids of the versions that are deleted
 */
export const erase = operation({
  action: "document.erase",
  allow: ["system"],
  input: z.strictObject({ submissionID: SubmissionID, documentID: DocumentID }),
  async run(
    deps: UpkeepDeps,
    ctx: Context<ActorOf<"system">>,
    { submissionID, documentID },
  ): Promise<Plan<readonly string[]>> {
    const key = { clinicID: ctx.actor.clinicID, submissionID, documentID };
    const [head, found] = await Promise.all([
      findSubmission(deps.reader, key),
      findDocument(deps.reader, key),
    ]);
    if (head === null || found === null) return settled(() => []);
    const [left] = leftovers({ head, documents: [found] }, ctx.clock.now());
    if (left === undefined) return settled(() => []);
    const erased = async () => {
      for (const version of left.objects) await deps.erasure.erase(version);
      return left.objects.map(({ versionID }) => versionID);
    };
    if (!left.isLive) return settled(erased);
    return change<readonly string[]>({
      writes: [giveUp(head, found)],
      facts: { submissionID, documentID, patientID: head.patientID },
      afterwards: erased,
    });
  },
});
