import type { Trouble } from "../../lib/trouble.ts";

/** Why it did not go on. */
export type Fault =
  /** Password or code; which of them nobody is told. */
  | { readonly name: "refused" }
  | { readonly name: "too-many-tries"; readonly trouble: Trouble }
  /** The proof was good, but was not used in time. */
  | { readonly name: "used-up" }
  | { readonly name: "other"; readonly trouble: Trouble };

/** What the question for password and code looks like. */
export interface StepUpState {
  readonly isBusy: boolean;
  /** Counts what went wrong, so that the same fault twice is noticed twice. */
  readonly faults: number;
  readonly fault?: Fault | undefined;
}

export type StepUpEvent =
  | { readonly type: "asked" }
  | { readonly type: "sent" }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly trouble: Trouble };

export const STEP_UP_START: StepUpState = { isBusy: false, faults: 0 };

/** Asking once more who it is: it stays until it is answered or left. */
export function reduceStepUp(state: StepUpState, event: StepUpEvent): StepUpState {
  switch (event.type) {
    case "asked":
    case "done":
      return STEP_UP_START;
    case "sent":
      return { isBusy: true, faults: state.faults };
    case "failed":
      return { isBusy: false, faults: state.faults + 1, fault: faultOf(event.trouble) };
  }
}

function faultOf(trouble: Trouble): Fault {
  if (trouble.code === "step-up-required") return { name: "used-up" };
  if (trouble.code === "step-up-failed" || trouble.kind === "input") return { name: "refused" };
  if (trouble.kind === "limit") return { name: "too-many-tries", trouble };
  return { name: "other", trouble };
}
