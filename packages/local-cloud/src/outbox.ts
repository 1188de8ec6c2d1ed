import { randomUUID } from "node:crypto";
import type { Clock } from "./aws/principal.ts";
import { openState, type State } from "./state/state.ts";

/** A mail that would have been sent. */
export interface Mail {
  readonly messageID: string;
  /** Milliseconds since the epoch. */
  readonly sentAtMs: number;
  readonly from: string;
  /** Everybody who gets it, copies and blind copies too. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** Where mail ends here: nothing leaves the machine. */
export interface Outbox {
  /** @returns the mail's id */
  put(mail: Omit<Mail, "messageID" | "sentAtMs">): string;
  /** In the order of sending. */
  list(): readonly Mail[];
}

/** Opens the outbox with what was kept in it. */
export function openOutbox(clock: Clock, state: State = openState()): Outbox {
  const shelf = state.shelf<Mail>("outbox");
  const mails = [...shelf.found.values()];
  return {
    put(mail) {
      const messageID = randomUUID();
      const kept = { ...mail, messageID, sentAtMs: clock.now() };
      shelf.put(messageID, kept);
      mails.push(kept);
      return messageID;
    },
    list: () => [...mails],
  };
}
