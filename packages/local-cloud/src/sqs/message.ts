import { createHash } from "node:crypto";
import { AwsError } from "../aws/error.ts";

/** A message attribute as it is on the wire. `BinaryValue` is base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message in a queue. */
export interface Message {
  readonly messageID: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAtMs: number;
  /** Receivable from this time on. */
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedAtMs?: number;
  /** Of the latest receive; older handles are void. */
  receiptHandle?: string;
  /** ARN of the queue that gave up on it. */
  readonly deadLetterSource?: string;
  /** In a FIFO queue. */
  readonly fifo?: FifoMark;
}

/** A message's place in a FIFO queue. */
export interface FifoMark {
  readonly groupID: string;
  readonly deduplicationID: string;
  /** In the order of sending; digits, all of one length. */
  readonly sequenceNumber: string;
}

const maxBodyBytes = 1024 * 1024;
// Control characters but tab and line ends, and what XML cannot hold; SQS itself takes U+0080 to U+009F:
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const forbiddenCharacter = /(?![\t\n\r])\p{Cc}|[\p{Cs}\u{FFFE}\u{FFFF}]/u;

/** @throws AwsError when the body is empty, longer than 1 MiB or holds a character that SQS refuses */
export function checkBody(body: unknown): string {
  if (typeof body !== "string" || body === "")
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (Buffer.byteLength(body) > maxBodyBytes)
    throw new AwsError("InvalidParameterValue", `Message must be shorter than ${maxBodyBytes} bytes.`);
  if (forbiddenCharacter.test(body))
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  return body;
}

/** Hex MD5 of a body; the AWS SDKs compare it. */
export function bodyDigest(body: string): string {
  return createHash("md5").update(body).digest("hex");
}

/**
 * Hex MD5 of the attributes, sorted by name, each part preceded by its length in four bytes:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function attributesDigest(attributes: MessageAttributes): string {
  const hash = createHash("md5");
  const part = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isBinary = attribute.DataType.startsWith("Binary");
    part(Buffer.from(name));
    part(Buffer.from(attribute.DataType));
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    part(
      isBinary
        ? Buffer.from(attribute.BinaryValue ?? "", "base64")
        : Buffer.from(attribute.StringValue ?? ""),
    );
  }
  return hash.digest("hex");
}

/** A received message as `ReceiveMessage` answers with it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly MessageAttributes?: MessageAttributes;
  readonly MD5OfMessageAttributes?: string;
}

/** The wire form of a message that has just been taken. */
export function asReceived(message: Message): ReceivedMessage {
  const hasAttributes = Object.keys(message.attributes).length > 0;
  return {
    MessageId: message.messageID,
    ReceiptHandle: message.receiptHandle ?? "",
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    Attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAtMs),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs ?? message.sentAtMs),
      ...(message.deadLetterSource === undefined
        ? {}
        : { DeadLetterQueueSourceArn: message.deadLetterSource }),
      ...(message.fifo && {
        MessageGroupId: message.fifo.groupID,
        MessageDeduplicationId: message.fifo.deduplicationID,
        SequenceNumber: message.fifo.sequenceNumber,
      }),
    },
    ...(hasAttributes && {
      MessageAttributes: message.attributes,
      MD5OfMessageAttributes: attributesDigest(message.attributes),
    }),
  };
}
