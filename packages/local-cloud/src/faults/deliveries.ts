import type { Faults } from "./faults.ts";

/** Later than any other event of the same moment; not so late that a person would wonder. */
const lateMs = 1500;

/** What a standard queue may do with its messages, and a friendly one does not: twice, late, in another order. */
export interface Deliveries {
  /** How much later than it should a message that is sent now can first be received. */
  latenessMs(): number;
  /** Whether a message that is sent now is there twice, under two ids, as S3 may send an event twice. */
  isDuplicated(): boolean;
  /** Whether a message that is received now can be received again at once. */
  isRepeated(): boolean;
  /**
   * Holds a message back until the next is sent, or a moment has passed.
   * @returns the message that was held back for this one to come first
   */
  overtaken<Message extends { visibleAtMs: number }>(message: Message): Message | undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html */
export function deliveriesOf(faults: Faults | undefined, queueName: string): Deliveries {
  let held: { visibleAtMs: number } | undefined;
  return {
    latenessMs: () => (faults?.strike("lateEvent", queueName) ? lateMs : 0),
    isDuplicated: () => faults?.strike("duplicateEvent", queueName) !== undefined,
    isRepeated: () => faults?.strike("repeatedDelivery", queueName) !== undefined,
    overtaken<Message extends { visibleAtMs: number }>(message: Message) {
      const before = held as Message | undefined;
      held = undefined;
      if (before !== undefined || !faults?.strike("reorderedEvents", queueName)) return before;
      message.visibleAtMs += lateMs;
      held = message;
      return undefined;
    },
  };
}
