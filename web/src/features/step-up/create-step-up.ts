import { createSignal, onCleanup } from "solid-js";
import { call } from "../session/session.ts";
import { makeStepUp, type StepUpOptions } from "./make-step-up.ts";
import { reduceStepUp, STEP_UP_START, type StepUpEvent } from "./machine.ts";

/** The question for password and code of one page. */
export function createStepUp(options: Omit<StepUpOptions, "call" | "send" | "signal">) {
  const [state, setState] = createSignal(STEP_UP_START);
  const send = (event: StepUpEvent) => setState((present) => reduceStepUp(present, event));
  let question = new AbortController();
  onCleanup(() => question.abort());
  return {
    state,
    /** Asks from the start, or asks no more: what was under way is left. */
    restart() {
      question.abort();
      question = new AbortController();
      send({ type: "asked" });
    },
    prove: makeStepUp({ ...options, call, send, signal: () => question.signal }),
  };
}

export type StepUpPage = ReturnType<typeof createStepUp>;
