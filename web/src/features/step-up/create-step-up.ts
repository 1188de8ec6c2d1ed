import { createSignal } from "solid-js";
import { call } from "../session/session.ts";
import { makeStepUp, type StepUpOptions } from "./make-step-up.ts";
import { reduceStepUp, STEP_UP_START, type StepUpEvent } from "./machine.ts";

/** The question for password and code of one page. */
export function createStepUp(options: Omit<StepUpOptions, "call" | "send">) {
  const [state, setState] = createSignal(STEP_UP_START);
  const send = (event: StepUpEvent) => setState((present) => reduceStepUp(present, event));
  return { state, ask: () => send({ type: "asked" }), prove: makeStepUp({ ...options, call, send }) };
}

export type StepUpPage = ReturnType<typeof createStepUp>;
