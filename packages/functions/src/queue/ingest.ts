import { Document } from "@postern/core/document";
import { Problem, errorFields } from "@postern/core/kernel";
import { Submission } from "@postern/core/routing";
import { bootIngest } from "../boot/ingest.ts";
import { Batch, readJobs, type Job } from "./ingest-message.ts";

const { log, bucket, clinic } = bootIngest();

/** SQS's partial batch response: these messages come again, the others are done. */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Verifies objects that have arrived and settles their submissions; both queues lead here. */
export const handler = async (event: unknown): Promise<BatchAnswer> => {
  const { Records } = Batch.parse(event);
  const done = await Promise.all(Records.map(({ messageId, body }) => isTaken(messageId, body)));
  const failed = Records.filter((_, index) => done[index] !== true);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

async function isTaken(messageID: string, body: string): Promise<boolean> {
  try {
    for (const job of readJobs(body, bucket)) await work(job, messageID);
    return true;
  } catch (error) {
    const isProblem = error instanceof Problem;
    const cause = isProblem && error.cause !== undefined ? error.cause : error;
    log("error", "ingest.failed", {
      messageID,
      code: isProblem ? error.code : "unexpected",
      ...errorFields(cause),
    });
    return false;
  }
}

/** Settles even when the object was verified before: the one who verified it may have died in between. */
async function work({ clinicID, submissionID, object }: Job, messageID: string): Promise<void> {
  const { deps, ctx } = await clinic(clinicID, messageID);
  const about = { messageID, clinicID, submissionID };
  if (object !== undefined) {
    const { state } = await Document.verify(deps, ctx, { submissionID, ...object });
    log("info", "ingest.verified", { ...about, documentID: object.documentID, code: state ?? "unknown" });
  }
  const { state } = await Submission.settle(deps, ctx, { submissionID });
  log("info", "ingest.settled", { ...about, code: state ?? "unknown" });
}
