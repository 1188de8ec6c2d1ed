import { randomBytes, randomUUID } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import type { Message, MessageAttributes } from "./message.ts";

/** How often a waiting receive looks again; the clock that decides visibility may be moved by a test at any time. */
const lookAgainMs = 50;

export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount?: number;
  /** Where messages go after `maxReceiveCount` receives. */
  readonly deadLetters?: Queue;
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

/** A standard queue in memory: at least once, roughly in order. Visibility goes by `clock`, waiting by real time. */
export class Queue {
  readonly settings: QueueSettings;
  readonly #clock: Clock;
  readonly #messages = new Map<string, Message>();
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(settings: QueueSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
  }

  send(body: string, attributes: MessageAttributes, delaySeconds = 0): Message {
    const sentAtMs = this.#clock.now();
    const messageID = randomUUID();
    const message: Message = {
      messageID,
      body,
      attributes,
      sentAtMs,
      visibleAtMs: sentAtMs + delaySeconds * 1000,
      receiveCount: 0,
    };
    this.#add(message);
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
    if (message) this.#messages.delete(message.messageID);
  }

  /** @throws AwsError `MessageNotInflight` when the message is visible, gone, or was received again since */
  changeVisibility(receiptHandle: unknown, visibilitySeconds: number): void {
    const message = this.#byHandle(receiptHandle);
    const now = this.#clock.now();
    if (!message || message.visibleAtMs <= now)
      throw new AwsError("MessageNotInflight", "The message referred to isn't in flight.");
    message.visibleAtMs = now + visibilitySeconds * 1000;
    this.#wake();
  }

  /** Makes everything that is in flight or delayed receivable now. */
  makeVisible(): void {
    const now = this.#clock.now();
    for (const message of this.#messages.values()) message.visibleAtMs = Math.min(message.visibleAtMs, now);
    this.#wake();
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
    for (const message of this.#messages.values()) {
      if (taken.length >= limit) break;
      if (message.visibleAtMs > now) continue;
      if (this.#giveUp(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAtMs ??= now;
      message.visibleAtMs = now + visibilitySeconds * 1000;
      message.receiptHandle = `${message.messageID}.${randomBytes(12).toString("hex")}`;
      taken.push(message);
    }
    return taken;
  }

  /** Moves a message that was received too often to the dead-letter queue. */
  #giveUp(message: Message): boolean {
    const { deadLetters, maxReceiveCount, arn } = this.settings;
    if (!deadLetters || maxReceiveCount === undefined || message.receiveCount < maxReceiveCount) return false;
    this.#messages.delete(message.messageID);
    deadLetters.#add({
      ...message,
      receiveCount: 0,
      visibleAtMs: this.#clock.now(),
      deadLetterSource: arn,
    });
    return true;
  }

  #add(message: Message): void {
    this.#messages.set(message.messageID, message);
    this.#wake();
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
