import { randomBytes, randomUUID } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import type { Deliveries } from "../faults/deliveries.ts";
import type { Shelf, State } from "../state/state.ts";
import { Deduplication, lockedGroups } from "./fifo.ts";
import type { KeptSend } from "./fifo.ts";
import type { FifoMark, Message, MessageAttributes } from "./message.ts";

/** How often a waiting receive looks again; the clock that decides visibility may be moved by a test at any time. */
const lookAgainMs = 50;
const NO_GROUPS: ReadonlySet<string> = new Set();

export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount?: number;
  /** Where messages go after `maxReceiveCount` receives. */
  readonly deadLetters?: Queue;
  /** Of a FIFO queue: whether a body's digest may take the place of a deduplication id. */
  readonly isDeduplicatedByContent?: boolean;
}

/** How many messages a queue holds. */
export interface QueueDepth {
  /** Receivable now. */
  readonly visible: number;
  /** Received and neither deleted nor timed out. */
  readonly inFlight: number;
}

export interface ReceiveRequest {
  readonly limit: number;
  readonly waitMs: number;
  /** Default: the queue's. */
  readonly visibilitySeconds?: number;
  readonly signal?: AbortSignal;
}

/** What a queue is made of. */
export interface QueueParts {
  readonly clock: Clock;
  readonly shelf: Shelf<Message>;
  readonly deliveries: Deliveries;
  readonly together: State["together"];
  /** Of a FIFO queue. */
  readonly sends?: Shelf<KeptSend>;
}

/**
 * A queue: at least once and roughly in order, or, where it knows what was sent before, each message once and each group
 * in order. Every change is on its shelf before anybody is told. Visibility goes by `clock`, waiting by real time.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly #clock: Clock;
  readonly #shelf: Shelf<Message>;
  readonly #messages: Map<string, Message>;
  readonly #deliveries: Deliveries;
  readonly #together: State["together"];
  readonly #deduplication: Deduplication | undefined;
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(settings: QueueSettings, { clock, shelf, deliveries, together, sends }: QueueParts) {
    this.settings = settings;
    this.#deliveries = deliveries;
    this.#together = together;
    this.#clock = clock;
    this.#shelf = shelf;
    this.#messages = new Map(shelf.found);
    this.#deduplication = sends && new Deduplication(clock, sends, this.#messages.values());
  }

  /** Sends to a FIFO queue; what was sent within five minutes before is answered alike and not sent again. */
  sendInOrder(body: string, attributes: MessageAttributes, mark: Omit<FifoMark, "sequenceNumber">): Message {
    const deduplication = this.#deduplication;
    if (deduplication === undefined) throw new Error(`${this.settings.name} is no FIFO queue.`);
    const before = deduplication.find(mark.deduplicationID);
    if (before !== undefined) return before;
    const sentAtMs = this.#clock.now();
    const message: Message = {
      messageID: randomUUID(),
      body,
      attributes,
      sentAtMs,
      visibleAtMs: sentAtMs,
      receiveCount: 0,
      fifo: { ...mark, sequenceNumber: deduplication.nextNumber() },
    };
    this.#together(() => {
      this.#add(message);
      deduplication.note(mark.deduplicationID, message);
    });
    return message;
  }

  send(body: string, attributes: MessageAttributes, delaySeconds = 0): Message {
    const sentAtMs = this.#clock.now();
    const messageID = randomUUID();
    const message: Message = {
      messageID,
      body,
      attributes,
      sentAtMs,
      visibleAtMs: sentAtMs + delaySeconds * 1000 + this.#deliveries.latenessMs(),
      receiveCount: 0,
    };
    const overtaken = this.#deliveries.overtaken(message);
    this.#add(message);
    if (overtaken !== undefined) this.#putBehind(overtaken);
    if (this.#deliveries.isDuplicated()) this.#add({ ...message, messageID: randomUUID() });
    return message;
  }

  /** Receives up to `limit` messages, waiting up to `waitMs` of real time, or until the signal, for the first. */
  async receive(request: ReceiveRequest): Promise<readonly Message[]> {
    const { limit, waitMs, visibilitySeconds, signal } = request;
    const endMs = performance.now() + waitMs;
    for (;;) {
      if (this.#isClosed || signal?.aborted) return [];
      const taken = this.#take(limit, visibilitySeconds ?? this.settings.visibilitySeconds);
      const leftMs = endMs - performance.now();
      if (taken.length > 0 || leftMs <= 0) return taken;
      await this.#change(Math.min(leftMs, lookAgainMs), signal);
    }
  }

  /** Deletes the message if the handle is of its latest receive; an outdated handle deletes nothing. */
  delete(receiptHandle: unknown): void {
    const message = this.#byHandle(receiptHandle);
    if (message) this.#remove(message);
  }

  /** @throws AwsError `MessageNotInflight` when the message is visible, gone, or was received again since */
  changeVisibility(receiptHandle: unknown, visibilitySeconds: number): void {
    const message = this.#byHandle(receiptHandle);
    const now = this.#clock.now();
    if (!message || message.visibleAtMs <= now)
      throw new AwsError("MessageNotInflight", "The message referred to isn't in flight.");
    message.visibleAtMs = now + visibilitySeconds * 1000;
    this.#shelf.put(message.messageID, message);
    this.#wake();
  }

  /** Makes everything that is in flight or delayed receivable now. */
  makeVisible(): void {
    const now = this.#clock.now();
    for (const message of this.#messages.values()) {
      if (message.visibleAtMs <= now) continue;
      message.visibleAtMs = now;
      this.#shelf.put(message.messageID, message);
    }
    this.#wake();
  }

  /** Of each message that was given up on, by which queue: its ARN. */
  origins(): readonly (string | undefined)[] {
    return [...this.#messages.values()].map(({ deadLetterSource }) => deadLetterSource);
  }

  /** Moves each message to where `targetOf` its origin says; it stays where that is unknown. */
  moveTo(targetOf: (origin: string | undefined) => Queue | undefined): void {
    for (const message of this.#messages.values()) {
      const { deadLetterSource: origin, ...rest } = message;
      const target = targetOf(origin);
      if (target === undefined) continue;
      this.#together(() => {
        target.#add({ ...rest, receiveCount: 0, visibleAtMs: this.#clock.now() });
        this.#remove(message);
      });
    }
  }

  depth(): QueueDepth {
    const now = this.#clock.now();
    const messages = [...this.#messages.values()];
    const visible = messages.filter((message) => message.visibleAtMs <= now).length;
    const inFlight = messages.filter(
      (message) => message.visibleAtMs > now && message.receiveCount > 0,
    ).length;
    return { visible, inFlight };
  }

  /** Ends all waiting receives, empty-handed. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #take(limit: number, visibilitySeconds: number): readonly Message[] {
    const now = this.#clock.now();
    const taken: Message[] = [];
    const isInOrder = this.#deduplication !== undefined;
    const locked = isInOrder ? lockedGroups(this.#messages.values(), now) : NO_GROUPS;
    for (const message of this.#messages.values()) {
      if (taken.length >= limit) break;
      if (message.visibleAtMs > now || locked.has(message.fifo?.groupID ?? "")) continue;
      if (this.#giveUp(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAtMs ??= now;
      const isRepeated = !isInOrder && this.#deliveries.isRepeated();
      message.visibleAtMs = isRepeated ? now : now + visibilitySeconds * 1000;
      message.receiptHandle = `${message.messageID}.${randomBytes(12).toString("hex")}`;
      this.#shelf.put(message.messageID, message);
      taken.push(message);
    }
    return taken;
  }

  /** Moves a message that was received too often to the dead-letter queue. */
  #giveUp(message: Message): boolean {
    const { deadLetters, maxReceiveCount, arn } = this.settings;
    if (!deadLetters || maxReceiveCount === undefined || message.receiveCount < maxReceiveCount) return false;
    this.#together(() => {
      deadLetters.#add({
        ...message,
        receiveCount: 0,
        visibleAtMs: this.#clock.now(),
        deadLetterSource: arn,
      });
      this.#remove(message);
    });
    return true;
  }

  #remove({ messageID }: Message): void {
    this.#shelf.delete(messageID);
    this.#messages.delete(messageID);
  }

  #add(message: Message): void {
    this.#shelf.put(message.messageID, message);
    this.#messages.set(message.messageID, message);
    this.#wake();
  }

  /** Makes a message that was held back receivable, after all others. */
  #putBehind(message: Message): void {
    if (!this.#messages.delete(message.messageID)) return;
    message.visibleAtMs = this.#clock.now();
    this.#add(message);
  }

  #byHandle(receiptHandle: unknown): Message | undefined {
    const [, messageID] = /^([0-9a-f-]{36})\.[0-9a-f]{24}$/.exec(String(receiptHandle)) ?? [];
    if (messageID === undefined)
      throw new AwsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
    const message = this.#messages.get(messageID);
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  #wake(): void {
    for (const resume of this.#waiting) resume();
  }

  #change(withinMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        this.#waiting.delete(resume);
        signal?.removeEventListener("abort", resume);
        resolve();
      };
      const timer = setTimeout(resume, withinMs);
      this.#waiting.add(resume);
      signal?.addEventListener("abort", resume);
    });
  }
}
