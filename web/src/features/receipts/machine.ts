import type { ReceiptVerdict } from "@postern/client";

/** Where a check of a receipt stands. */
export type CheckState =
  | { readonly name: "waiting" }
  | { readonly name: "checking"; readonly run: number }
  | ({ readonly name: "checked"; readonly run: number } & Checked)
  | { readonly name: "failed"; readonly run: number; readonly why: CheckFailure };

/** What was found, and by whose keys: a verdict by a file's keys is not the portal's word. */
export interface Checked {
  readonly verdict: ReceiptVerdict;
  readonly keysFrom: "portal" | "file";
}

/** Why nothing could be said. */
export type CheckFailure = "tooLarge" | "unread" | "keysMissing";

export type CheckEvent =
  | { readonly type: "chosen"; readonly run: number }
  | ({ readonly type: "checked"; readonly run: number } & Checked)
  | { readonly type: "failed"; readonly run: number; readonly why: CheckFailure }
  /** Other keys are to be believed: what was said no longer holds. */
  | { readonly type: "keys-changed" };

export const CHECK_START: CheckState = { name: "waiting" };

/** What follows. An answer about a file that is no longer the chosen one is not heard. */
export function reduceCheck(state: CheckState, event: CheckEvent): CheckState {
  const isPresent = "run" in event && state.name === "checking" && state.run === event.run;
  switch (event.type) {
    case "chosen":
      return { name: "checking", run: event.run };
    case "checked": {
      const { run, verdict, keysFrom } = event;
      return isPresent ? { name: "checked", run, verdict, keysFrom } : state;
    }
    case "failed":
      return isPresent ? { name: "failed", run: event.run, why: event.why } : state;
    case "keys-changed":
      return CHECK_START;
  }
}
