import { createHash } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import type { Shelf } from "../state/state.ts";
import type { FifoMark, Message } from "./message.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
const deduplicationMs = 5 * 60 * 1000;
const idPattern = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/u;
const sequenceDigits = 20;

/** What a sender says about a message's place in a FIFO queue. */
export interface FifoInput {
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly DelaySeconds?: number;
}

/** By its name, as in AWS, a queue keeps the order of each group and takes no message twice. */
export function isFifo(queueName: string): boolean {
  return queueName.endsWith(".fifo");
}

/**
 * The group and the deduplication id of a message for a FIFO queue; without an id of its own the body's digest takes its
 * place, where the queue allows that.
 * @throws AwsError `MissingParameter`, `InvalidParameterValue` (400)
 */
export function readFifoMark(
  input: FifoInput,
  body: string,
  isByContent: boolean,
): Omit<FifoMark, "sequenceNumber"> {
  const { MessageGroupId: groupID, MessageDeduplicationId: givenID, DelaySeconds: delay } = input;
  if (groupID === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  if (delay !== undefined) throw invalidParameter("DelaySeconds");
  const contentID = isByContent ? createHash("sha256").update(body).digest("hex") : undefined;
  const deduplicationID = givenID ?? contentID;
  if (deduplicationID === undefined)
    throw new AwsError(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  if (!idPattern.test(groupID)) throw invalidParameter("MessageGroupId");
  if (!idPattern.test(deduplicationID)) throw invalidParameter("MessageDeduplicationId");
  return { groupID, deduplicationID };
}

/** Refuses what only a FIFO queue takes. @throws AwsError `InvalidParameterValue` (400) */
export function requireNoDeduplication({ MessageDeduplicationId: id }: FifoInput): void {
  if (id !== undefined) throw invalidParameter("MessageDeduplicationId");
}

/** A message that was taken, and until when the same is not taken again. */
export interface KeptSend {
  readonly message: Message;
  readonly untilMs: number;
}

/** Knows which messages a FIFO queue took in the last five minutes, and numbers them. */
export class Deduplication {
  readonly #clock: Clock;
  readonly #shelf: Shelf<KeptSend>;
  readonly #sends: Map<string, KeptSend>;
  #last: bigint;

  constructor(clock: Clock, shelf: Shelf<KeptSend>, waiting: Iterable<Message>) {
    this.#clock = clock;
    this.#shelf = shelf;
    this.#sends = new Map(shelf.found);
    const numbers = [...waiting, ...[...this.#sends.values()].map(({ message }) => message)];
    this.#last = numbers.reduce(
      (most, { fifo }) => {
        const number = BigInt(fifo?.sequenceNumber ?? 0);
        return number > most ? number : most;
      },
      BigInt(clock.now()) * 1_000_000n,
    );
  }

  /** The message that was sent under this id before, however far it has come since. */
  find(deduplicationID: string): Message | undefined {
    for (const [id, { untilMs }] of this.#sends) {
      if (untilMs > this.#clock.now()) continue;
      this.#sends.delete(id);
      this.#shelf.delete(id);
    }
    return this.#sends.get(deduplicationID)?.message;
  }

  note(deduplicationID: string, message: Message): void {
    const kept = { message: { ...message }, untilMs: this.#clock.now() + deduplicationMs };
    this.#shelf.put(deduplicationID, kept);
    this.#sends.set(deduplicationID, kept);
  }

  /** Larger than all before, in 20 digits. */
  nextNumber(): string {
    this.#last += 1n;
    return String(this.#last).padStart(sequenceDigits, "0");
  }
}

/** The groups of which a message is under way: nothing of them may be received until it is deleted or comes back. */
export function lockedGroups(messages: Iterable<Message>, now: number): ReadonlySet<string> {
  const locked = new Set<string>();
  for (const { fifo, visibleAtMs } of messages) if (fifo && visibleAtMs > now) locked.add(fifo.groupID);
  return locked;
}

function invalidParameter(name: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}
