import { Document, findArrivals, findOverdue } from "@postern/core/document";
import { Submission } from "@postern/core/routing";
import { Lateness } from "@postern/core/upkeep";
import { bootIngest } from "../boot/ingest.ts";
import { batchHandler } from "./batch.ts";
import { readJobs, type Job } from "./ingest-message.ts";

const { log, bucket, clinic } = bootIngest();

/** Verifies objects that have arrived and settles their submissions; both queues lead here. */
export const handler = batchHandler(log, "ingest", async (body, messageID) => {
  for (const job of readJobs(body, bucket)) await work(job, messageID);
});

/** Settles even when the object was verified before: the one who verified it may have died in between. */
async function work({ clinicID, submissionID, object, look }: Job, messageID: string): Promise<void> {
  const { deps, ctx } = await clinic(clinicID, messageID);
  const key = { clinicID, submissionID };
  const about = { messageID, ...key };
  if (look) await Lateness.postpone(deps, ctx, { submissionID });
  const named = object === undefined ? [] : [object];
  for (const arrived of look ? await findArrivals(deps, key) : named) {
    const { state } = await Document.verify(deps, ctx, { submissionID, ...arrived });
    log("info", "ingest.verified", { ...about, documentID: arrived.documentID, code: state ?? "unknown" });
  }
  for (const overdue of look ? await findOverdue(deps.reader, key, ctx.clock.now()) : []) {
    const { state } = await Document.reportMissing(deps, ctx, { submissionID, ...overdue });
    log("warn", "ingest.overdue", { ...about, documentID: overdue.documentID, code: state ?? "unknown" });
  }
  const { state } = await Submission.settle(deps, ctx, { submissionID });
  log("info", "ingest.settled", { ...about, code: state ?? "unknown" });
}
