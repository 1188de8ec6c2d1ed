import type { SignInStage } from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";

/** What one more thing sign-in asks for; `done` is no step: the page is left. */
export type Step =
  | { readonly name: "password" }
  | { readonly name: "new-password"; readonly minimumLength: number }
  | { readonly name: "enrol-totp"; readonly secret: string; readonly uri: string }
  | { readonly name: "totp" };

export interface SignInState {
  readonly step: Step;
  readonly isBusy: boolean;
  /** Counts what went wrong, so that the same fault twice is noticed twice. */
  readonly faults: number;
  readonly fault?: Fault | undefined;
}

/** What went wrong, and where on the page it belongs. */
export interface Fault {
  readonly at: "form" | "password" | "code";
  readonly name:
    | "sign-in-failed"
    | "code-wrong"
    | "code-used"
    | "sign-in-expired"
    | "password-weak"
    | "password-given"
    | "too-many-tries"
    | "no-clinic"
    | "other";
  readonly trouble: Trouble;
}

export type SignInEvent =
  | { readonly type: "sent" }
  | { readonly type: "answered"; readonly stage: Exclude<SignInStage, { stage: "done" }> }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | { readonly type: "restarted" };

export const SIGN_IN_START: SignInState = { step: { name: "password" }, isBusy: false, faults: 0 };

/** Sign-in as a machine: no step is taken but by an answer of the server. */
export function reduceSignIn(state: SignInState, event: SignInEvent): SignInState {
  switch (event.type) {
    case "sent":
      return { ...state, isBusy: true };
    case "answered":
      return { step: stepOf(event.stage), isBusy: false, faults: state.faults };
    case "failed": {
      const fault = faultOf(event.trouble, state.step);
      const step: Step = fault.name === "sign-in-expired" ? { name: "password" } : state.step;
      return { step, isBusy: false, faults: state.faults + 1, fault };
    }
    case "restarted":
      return SIGN_IN_START;
  }
}

function stepOf(stage: Exclude<SignInStage, { stage: "done" }>): Step {
  switch (stage.stage) {
    case "new-password":
      return { name: "new-password", minimumLength: stage.minimumLength };
    case "enrol-totp":
      return { name: "enrol-totp", secret: stage.secret, uri: stage.uri };
    case "totp":
      return { name: "totp" };
  }
}

function faultOf(trouble: Trouble, step: Step): Fault {
  switch (trouble.code) {
    case "sign-in-failed":
    case "sign-in-expired":
    case "too-many-tries":
    case "no-clinic":
      return { at: "form", name: trouble.code, trouble };
    case "limit":
      return { at: "form", name: "too-many-tries", trouble };
    case "password-weak":
    case "password-given":
      return { at: "password", name: trouble.code, trouble };
    case "code-wrong":
    case "code-used":
      return { at: "code", name: trouble.code, trouble };
    default:
      return faultOfKind(trouble, step);
  }
}

/** A pre-session that is gone shows as 401; a code that is no code as 400. */
function faultOfKind(trouble: Trouble, step: Step): Fault {
  if (trouble.kind === "signed-out") return { at: "form", name: "sign-in-expired", trouble };
  if (trouble.kind === "input" && (step.name === "totp" || step.name === "enrol-totp")) {
    return { at: "code", name: "code-wrong", trouble };
  }
  if (trouble.kind === "input" && step.name === "new-password") {
    return { at: "password", name: "password-weak", trouble };
  }
  return { at: "form", name: "other", trouble };
}
