import { Problem, errorFields, type Log } from "@postern/core/kernel";
import * as z from "zod";

/** A batch of SQS messages, as Lambda hands it over; as much of it as we use. */
const Batch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

/** SQS's partial batch response: these messages come again, the others are done. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * A handler of a queue's batches, whose messages are worked on side by side.
 *
 * @param name of the worker; a message that fails is logged as `<name>.failed`, and comes again
 * @param work one message; what it throws makes that message alone fail
 */
export function batchHandler(
  log: Log,
  name: string,
  work: (body: string, messageID: string) => Promise<void>,
): (event: unknown) => Promise<BatchAnswer> {
  const isTaken = async (messageID: string, body: string): Promise<boolean> => {
    try {
      await work(body, messageID);
      return true;
    } catch (error) {
      log("error", `${name}.failed`, { messageID, ...failure(error) });
      return false;
    }
  };
  return async (event) => {
    const { Records } = Batch.parse(event);
    const done = await Promise.all(Records.map(({ messageId, body }) => isTaken(messageId, body)));
    const failed = Records.filter((_, index) => done[index] !== true);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** What a log may say of an error: its code and where it was made, never its text. */
export function failure(error: unknown) {
  const isProblem = error instanceof Problem;
  const cause = isProblem && error.cause !== undefined ? error.cause : error;
  return { code: isProblem ? error.code : "unexpected", ...errorFields(cause) };
}
