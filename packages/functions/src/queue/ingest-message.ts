import { ClinicID, SubmissionID, type AttemptID, type DocumentID } from "@postern/contract";
import { parseObjectKey } from "@postern/core/intake";
import * as z from "zod";

/** What a message asks for: to settle a submission, after verifying an object of it if it names one. */
export interface Job {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  /** To look first for objects whose events were lost. */
  readonly look?: true | undefined;
  readonly object?: {
    readonly documentID: DocumentID;
    readonly attemptID: AttemptID;
    readonly versionID: string;
  };
}

const Settle = z.strictObject({
  clinicID: ClinicID,
  submissionID: SubmissionID,
  look: z.literal(true).optional(),
});

/** Source: Amazon S3 user guide, "Event message structure". */
const Created = z.object({
  Records: z.array(
    z.object({
      eventName: z.string().startsWith("ObjectCreated:"),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), versionId: z.string() }),
      }),
    }),
  ),
});

/** S3 sends it when notifications are set up. */
const Trial = z.object({ Event: z.literal("s3:TestEvent") });

const Message = z.union([Settle, Created, Trial]);

/**
 * Reads one message of either queue.
 *
 * @param bucket the only bucket whose objects count
 * @throws SyntaxError, ZodError, URIError, RangeError for what none of ours would send: it shall be dead-lettered
 */
export function readJobs(body: string, bucket: string): readonly Job[] {
  const message = Message.parse(JSON.parse(body));
  if ("Event" in message) return [];
  if ("clinicID" in message) return [message];
  return message.Records.map(({ s3 }) => {
    const place = parseObjectKey(decodeURIComponent(s3.object.key.replaceAll("+", " ")));
    if (place === null || s3.bucket.name !== bucket) throw new RangeError("this is no object of ours");
    const { documentID, attemptID, clinicID, submissionID } = place;
    return { clinicID, submissionID, object: { documentID, attemptID, versionID: s3.object.versionId } };
  });
}
