import type { Principal } from "../aws/principal.ts";
import type { ReceivedMessage } from "./message.ts";
import type { Sqs } from "./sqs.ts";

/** Two batches at a time, as many as a queue-fed function has environments here. */
const pollers = 2;
const waitMs = 20_000;

export interface MappingOptions {
  readonly queueName: string;
  readonly batchSize: number;
  readonly region: string;
  /** The function's role: needs ReceiveMessage, DeleteMessage and GetQueueAttributes, as for Lambda's own poller. */
  readonly role: Principal;
  /** Rejects when the function failed, timed out or was killed. */
  readonly invoke: (event: object) => Promise<unknown>;
}

/** Feeds a queue to a function until it is stopped; `stop` waits for the batches that are under way. */
export interface Mapping {
  stop(): Promise<void>;
}

/**
 * An event source mapping with `ReportBatchItemFailures`: what the function handled is deleted, what it reports as
 * failed, or everything when it fails as a whole, comes back after the visibility timeout.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * The role must have been admitted by the queue.
 */
export function startMapping(sqs: Sqs, options: MappingOptions): Mapping {
  const { queueName, role } = options;
  const stopping = new AbortController();
  const request = { limit: options.batchSize, waitMs, signal: stopping.signal };
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const messages = await sqs.poll(role, queueName, request);
      if (messages.length > 0) sqs.remove(role, queueName, await handle(messages));
    }
  };
  /** Receipt handles of what is done. */
  const handle = async (messages: readonly ReceivedMessage[]): Promise<readonly string[]> => {
    try {
      const answer = await options.invoke(eventOf(messages, sqs.queueArn(queueName), options.region));
      const failed = failedOf(answer, messages);
      return messages
        .filter(({ MessageId }) => !failed.has(MessageId))
        .map(({ ReceiptHandle }) => ReceiptHandle);
    } catch {
      return [];
    }
  };
  const loops = Promise.all(Array.from({ length: pollers }, loop));
  return {
    async stop() {
      stopping.abort();
      await loops;
    },
  };
}

function eventOf(messages: readonly ReceivedMessage[], queueArn: string, region: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes,
      messageAttributes: message.MessageAttributes ?? {},
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

/** An answer that names an unknown message counts as a failure of the whole batch, as in Lambda. */
function failedOf(answer: unknown, messages: readonly ReceivedMessage[]): ReadonlySet<string> {
  const failures =
    typeof answer === "object" && answer !== null && "batchItemFailures" in answer
      ? answer.batchItemFailures
      : [];
  const all = new Set(messages.map(({ MessageId }) => MessageId));
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const failed = new Set(
    failures.map((failure: { itemIdentifier?: unknown }) => String(failure?.itemIdentifier)),
  );
  return [...failed].every((messageID) => all.has(messageID)) ? failed : all;
}
