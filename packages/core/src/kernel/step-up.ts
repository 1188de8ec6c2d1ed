import { STEP_UP_OPERATIONS, type ClinicID, type SessionHandle, type StepUpID } from "@postern/contract";
import type { ActorType } from "./actor.ts";
import { iso } from "./clock.ts";
import type { Context } from "./context.ts";
import type { Plan, Write } from "./plan.ts";
import { Problem } from "./problem.ts";

/** What a step-up is good for: one operation on one thing, in one session. */
export interface StepUpBinding {
  readonly clinicID: ClinicID;
  readonly sessionHandle: SessionHandle;
  /** By its audit name. */
  readonly operation: string;
  readonly targetID: string;
}

/** What a call brings that needs a step-up, and what it wants to do it to. */
export interface StepUpClaim {
  readonly stepUpID: StepUpID;
  readonly targetID: string;
}

/** A step-up to be used up now. */
export interface StepUpUse extends StepUpBinding {
  readonly stepUpID: StepUpID;
  /** ISO 8601; one that ends by then is no good any more. */
  readonly at: string;
}

/** The one answer to a step-up that is missing, used, too old, or meant for something else. It ends no session. */
export const stepUpRequired = () =>
  new Problem("forbidden", "step-up-required", "Show once more that it is you, then try again.");

/**
 * Checks where an operation is made that it takes a step-up just when the contract says so, and only from people.
 *
 * @throws TypeError
 */
export function checkStepUp(action: string, allow: readonly ActorType[], takesStepUp: boolean): void {
  const needsStepUp = (STEP_UP_OPERATIONS as readonly string[]).includes(action);
  if (needsStepUp !== takesStepUp)
    throw new TypeError(`${action}: a step-up is needed, or taken, but not both`);
  if (takesStepUp && allow.some((type) => type === "system" || type === "anonymous")) {
    throw new TypeError(`${action}: only people can step up`);
  }
}

/**
 * The part of an operation's transaction that uses its step-up up.
 *
 * @throws TypeError for a plan that could be answered without its transaction
 */
export function useStepUp(
  { actor, clock, ledger }: Context,
  action: string,
  { stepUpID, targetID }: StepUpClaim,
  plan: Plan<unknown>,
): Write {
  if (plan.kind === "settled" || plan.once !== undefined) {
    throw new TypeError(`${action}: every call uses up a step-up, also a repeated one`);
  }
  if (!("session" in actor)) throw new TypeError(`${action}: only people can step up`);
  const { clinicID, session } = actor;
  const binding = { clinicID, sessionHandle: session.handle, operation: action, targetID };
  return ledger.useStepUp({ ...binding, stepUpID, at: iso(clock.now()) });
}
