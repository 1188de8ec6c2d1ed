import { DocumentID, SubmissionID } from "@postern/contract";
import * as z from "zod";
import { changeDocument, findDocument, findSubmission, isLive, objectKey } from "../intake/index.ts";
import type { ActorOf, Context, Plan } from "../kernel/index.ts";
import { change, operation, settled } from "../kernel/index.ts";
import type { UpkeepDeps } from "./deps.ts";
import { leftovers } from "./rules.ts";

/**
 * Deletes a document of an expired submission. The row keeps naming the version, so that whoever dies between the record
 * and the bucket leaves what a repeat needs.
 */
export const erase = operation({
  action: "document.erase",
  allow: ["system"],
  input: z.strictObject({ submissionID: SubmissionID, documentID: DocumentID }),
  async run(
    deps: UpkeepDeps,
    ctx: Context<ActorOf<"system">>,
    { submissionID, documentID },
  ): Promise<Plan<void>> {
    const key = { clinicID: ctx.actor.clinicID, submissionID, documentID };
    const [head, found] = await Promise.all([
      findSubmission(deps.reader, key),
      findDocument(deps.reader, key),
    ]);
    if (head === null || found === null) return settled(() => undefined);
    const [document] = leftovers({ head, documents: [found] }, ctx.clock.now());
    if (document === undefined) return settled(() => undefined);
    const erased = async () => {
      const { objectVersionID: versionID } = document;
      if (versionID !== undefined) await deps.erasure.erase({ objectKey: objectKey(document), versionID });
    };
    if (!isLive(document)) return settled(erased);
    return change<void>({
      writes: [changeDocument(document, { state: "abandoned" })],
      facts: { submissionID, documentID, patientID: head.patientID },
      afterwards: erased,
    });
  },
});
