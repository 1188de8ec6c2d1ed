import { authRoutes, type DocumentID, type StepUpID, type StepUpOperation } from "@postern/contract";
import { troubleOf } from "../../lib/trouble.ts";
import type { call } from "../session/session.ts";
import type { StepUpEvent } from "./machine.ts";

export interface StepUpOptions {
  readonly call: typeof call;
  readonly operation: StepUpOperation;
  readonly targetID: () => DocumentID;
  /** The one act that the proof is for. What it throws is said where password and code are asked for. */
  readonly act: (stepUpID: StepUpID) => Promise<void>;
  readonly send: (event: StepUpEvent) => void;
  /** Of the question that is asked now; aborted when the person leaves it. */
  readonly signal: () => AbortSignal;
}

/**
 * Proves once more who it is, and does at once what that was for: a proof is good for one act, once, for minutes. Whoever
 * has left the question by then wants the act no more.
 */
export function makeStepUp(options: StepUpOptions) {
  const { call: callServer, operation, targetID, act, send } = options;
  return async (password: string, code: string): Promise<void> => {
    const signal = options.signal();
    send({ type: "sent" });
    try {
      const input = { password, code, operation, targetID: targetID() };
      const { stepUpID } = await callServer(authRoutes.stepUp, input, { signal });
      if (signal.aborted) return;
      await act(stepUpID);
      if (!signal.aborted) send({ type: "done" });
    } catch (error) {
      if (!signal.aborted) send({ type: "failed", trouble: troubleOf(error) });
    }
  };
}
