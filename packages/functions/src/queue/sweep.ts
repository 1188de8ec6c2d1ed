import { ClinicID, SubmissionID } from "@postern/contract";
import { loadWithAbandoned } from "@postern/core/intake";
import { Document, Submission, leftovers } from "@postern/core/upkeep";
import * as z from "zod";
import { bootSweep } from "../boot/sweep.ts";
import { batchHandler } from "./batch.ts";

const { log, clinic } = bootSweep();

const Message = z.strictObject({ clinicID: ClinicID, submissionID: SubmissionID });

/** Ends submissions whose time has passed and deletes what is left of them, one small step at a time; each may be repeated. */
export const handler = batchHandler(log, "sweep", async (body, messageID) => {
  const { clinicID, submissionID } = Message.parse(JSON.parse(body));
  const { deps, ctx } = await clinic(clinicID, messageID);
  const { state } = await Submission.expire(deps, ctx, { submissionID });
  const loaded = await loadWithAbandoned(deps.reader, { clinicID, submissionID });
  const left = loaded === null ? [] : leftovers(loaded, ctx.clock.now());
  const erased: string[] = [];
  for (const { document } of left) {
    erased.push(...(await Document.erase(deps, ctx, { submissionID, documentID: document.documentID })));
  }
  await Submission.erase(deps, ctx, { submissionID, erased });
  log("info", "sweep.done", { messageID, clinicID, submissionID, code: state ?? "unknown" });
});
