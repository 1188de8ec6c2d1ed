import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import { deliveriesOf } from "../faults/deliveries.ts";
import type { QueueOptions } from "../options.ts";
import { openState, type State } from "../state/state.ts";
import { isFifo, readFifoMark, requireNoDeduplication, type FifoInput, type KeptSend } from "./fifo.ts";
import { asReceived, attributesDigest, bodyDigest, checkBody } from "./message.ts";
import type { Message, MessageAttributes, ReceivedMessage } from "./message.ts";
import { Queue } from "./queue.ts";
import { moveMessages, type MoveInput } from "./move.ts";
import type { QueueDepth, ReceiveRequest } from "./queue.ts";

/** An AWS service that sends for itself, and on account of which resource: what a queue policy judges it by. */
export interface SendingService {
  /** For instance `s3.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** SQS: standard and FIFO queues, as a JSON service and for the other services of the cloud. */
export interface Sqs {
  readonly service: JsonService;
  queueUrl(queueName: string): string;
  queueArn(queueName: string): string;
  /** Sends on behalf of an AWS service. @throws AwsError `AccessDenied` when the queue's policy does not allow it */
  deliver(queueName: string, body: string, source: SendingService): void;
  /** @throws AwsError `AccessDenied` when the role may not do what an event source mapping does under it */
  admit(role: Principal, queueName: string): void;
  /** Receives as an event source mapping does, under the function's role. */
  poll(role: Principal, queueName: string, request: ReceiveRequest): Promise<readonly ReceivedMessage[]>;
  /** Deletes what was handled, under the function's role. */
  remove(role: Principal, queueName: string, receiptHandles: readonly string[]): void;
  makeVisible(queueName: string): void;
  depth(queueName: string): QueueDepth;
  close(): void;
}

interface Input extends FifoInput, MoveInput {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly MessageBody?: unknown;
  readonly MessageAttributes?: MessageAttributes;
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly VisibilityTimeout?: number;
  readonly ReceiptHandle?: unknown;
  readonly Entries?: readonly (Input & { readonly Id: string })[];
}

/** Makes the queues with what `state` kept in them. `origin` is where clients reach the cloud: `http://127.0.0.1:4566`. */
export function createSqs(
  cloud: ServiceContext,
  options: Readonly<Record<string, QueueOptions>>,
  origin: string,
  state: State = openState(),
): Sqs {
  const queues = createQueues(cloud, options, state);
  const named = (name: string): Queue => queues.get(name) ?? unknownQueue();
  const authorize: Authorize = (caller, action, queue, context = {}) =>
    cloud.iam.authorize(caller, { action: `sqs:${action}`, resource: queue.settings.arn, context });
  const queueUrl = (name: string) => `${origin}/${cloud.account}/${named(name).settings.name}`;

  /** An operation on the queue of its `QueueUrl`; a batch is judged by the action of its single form. */
  const operation = (name: string) => async (input: Input, caller: Principal | undefined) => {
    if (!caller) throw new AwsError("MissingAuthenticationToken", "Request is not signed", 403);
    const queue = named(nameOf(input));
    authorize(caller, name.replace(/Batch$/, ""), queue);
    const answer =
      name === "GetQueueUrl" ? { QueueUrl: queueUrl(nameOf(input)) } : await operations[name]?.(queue, input);
    cloud.seams.reached(caller, `sqs:${name}`);
    return answer;
  };

  return {
    service: {
      service: "sqs",
      target: "AmazonSQS",
      version: "1.0",
      operations: {
        ...Object.fromEntries(
          [...Object.keys(operations), "GetQueueUrl"].map((name) => [name, operation(name)]),
        ),
        StartMessageMoveTask: (input: Input, caller) => startMove(cloud, [...queues.values()], input, caller),
      },
    },
    queueUrl,
    queueArn: (name) => named(name).settings.arn,
    deliver(name, body, { service, sourceArn, sourceAccount }) {
      const sender: Principal = { kind: "service", arn: service, tags: {} };
      const context = { "aws:SourceArn": sourceArn, "aws:SourceAccount": sourceAccount };
      authorize(sender, "SendMessage", named(name), context);
      named(name).send(checkBody(body), {});
      cloud.seams.reached(sender, "sqs:SendMessage");
    },
    admit(role, name) {
      for (const action of pollerActions) authorize(role, action, named(name));
    },
    async poll(role, name, request) {
      authorize(role, "ReceiveMessage", named(name));
      const messages = await named(name).receive(request);
      cloud.seams.reached(role, "sqs:ReceiveMessage");
      return messages.map(asReceived);
    },
    remove(role, name, receiptHandles) {
      authorize(role, "DeleteMessage", named(name));
      for (const handle of receiptHandles) named(name).delete(handle);
      if (receiptHandles.length > 0) cloud.seams.reached(role, "sqs:DeleteMessageBatch");
    },
    makeVisible: (name) => named(name).makeVisible(),
    depth: (name) => named(name).depth(),
    close: () => queues.forEach((queue) => queue.close()),
  };
}

async function startMove(
  cloud: ServiceContext,
  queues: readonly Queue[],
  input: Input,
  caller: Principal | undefined,
): Promise<object> {
  if (!caller) throw new AwsError("MissingAuthenticationToken", "Request is not signed", 403);
  const answer = moveMessages(queues, input, (action, { settings }) =>
    cloud.iam.authorize(caller, { action: `sqs:${action}`, resource: settings.arn, context: {} }),
  );
  cloud.seams.reached(caller, "sqs:StartMessageMoveTask");
  return answer;
}

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
const pollerActions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

type Authorize = (
  caller: Principal,
  action: string,
  queue: Queue,
  context?: Readonly<Record<string, string>>,
) => void;

const operations: Readonly<Record<string, (queue: Queue, input: Input) => unknown>> = {
  SendMessage: send,
  SendMessageBatch: (queue, input) => batch(input, (entry) => send(queue, entry)),
  ReceiveMessage: receive,
  DeleteMessage: (queue, input) => queue.delete(input.ReceiptHandle),
  DeleteMessageBatch: (queue, input) => batch(input, (entry) => queue.delete(entry.ReceiptHandle)),
  ChangeMessageVisibility: (queue, input) =>
    queue.changeVisibility(
      input.ReceiptHandle,
      within("VisibilityTimeout", input.VisibilityTimeout, 0, 43_200),
    ),
  GetQueueAttributes: (queue) => ({ Attributes: attributesOf(queue) }),
};

function nameOf({ QueueUrl, QueueName }: Input): string {
  return (QueueUrl ?? QueueName ?? "").split("/").at(-1) ?? "";
}

function createQueues(
  cloud: ServiceContext,
  options: Readonly<Record<string, QueueOptions>>,
  state: State,
): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  const create = (name: string): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const settings = options[name];
    if (!settings) throw new Error(`The dead-letter queue ${name} is not among the queues.`);
    const { visibilitySeconds, maxReceiveCount, deadLetterQueue } = settings;
    const { contentBasedDeduplication: isDeduplicatedByContent = false } = settings;
    if (deadLetterQueue !== undefined && isFifo(deadLetterQueue) !== isFifo(name))
      throw new Error(`The dead-letter queue of ${name} must be of the same type.`);
    const queue = new Queue(
      {
        name,
        arn: `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}`,
        visibilitySeconds,
        ...(maxReceiveCount !== undefined && { maxReceiveCount }),
        ...(deadLetterQueue !== undefined && { deadLetters: create(deadLetterQueue) }),
        isDeduplicatedByContent,
      },
      {
        clock: cloud.clock,
        shelf: state.shelf<Message>(`sqs ${name}`),
        deliveries: deliveriesOf(cloud.faults, name),
        together: state.together,
        ...(isFifo(name) && { sends: state.shelf<KeptSend>(`sqs ${name} sends`) }),
      },
    );
    queues.set(name, queue);
    return queue;
  };
  for (const name of Object.keys(options)) create(name);
  return queues;
}

function send(queue: Queue, input: Input): object {
  const attributes = input.MessageAttributes ?? {};
  const body = checkBody(input.MessageBody);
  const message = isFifo(queue.settings.name)
    ? queue.sendInOrder(
        body,
        attributes,
        readFifoMark(input, body, queue.settings.isDeduplicatedByContent === true),
      )
    : sendAtOnce(queue, input, body, attributes);
  return {
    MessageId: message.messageID,
    MD5OfMessageBody: bodyDigest(message.body),
    ...(Object.keys(attributes).length > 0 && { MD5OfMessageAttributes: attributesDigest(attributes) }),
    ...(message.fifo && { SequenceNumber: message.fifo.sequenceNumber }),
  };
}

function sendAtOnce(queue: Queue, input: Input, body: string, attributes: MessageAttributes): Message {
  requireNoDeduplication(input);
  return queue.send(body, attributes, within("DelaySeconds", input.DelaySeconds ?? 0, 0, 900));
}

async function receive(queue: Queue, input: Input): Promise<object> {
  const limit = within("MaxNumberOfMessages", input.MaxNumberOfMessages ?? 1, 1, 10);
  const waitSeconds = within("WaitTimeSeconds", input.WaitTimeSeconds ?? 0, 0, 20);
  const visibilitySeconds = within(
    "VisibilityTimeout",
    input.VisibilityTimeout ?? queue.settings.visibilitySeconds,
    0,
    43_200,
  );
  const messages = await queue.receive({ limit, waitMs: waitSeconds * 1000, visibilitySeconds });
  return messages.length === 0 ? {} : { Messages: messages.map(asReceived) };
}

function batch(input: Input, run: (entry: Input) => object | void): object {
  const entries = input.Entries ?? [];
  if (entries.length === 0) throw new AwsError("EmptyBatchRequest", "The batch request is empty.");
  if (entries.length > 10) throw new AwsError("TooManyEntriesInBatchRequest", "More than 10 entries.");
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length)
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries)
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  return { Successful, Failed };
}

function attributesOf(queue: Queue): Readonly<Record<string, string>> {
  const { visible, inFlight } = queue.depth();
  return {
    QueueArn: queue.settings.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    VisibilityTimeout: String(queue.settings.visibilitySeconds),
  };
}

function within(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError("InvalidParameterValue", `Value for parameter ${name} is invalid.`);
}

function unknownQueue(): never {
  throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}
