import { LIMITS, type RejectReason, type ReturnReason, type TaskID } from "@postern/contract";
import { createSignal } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { lengthFault, TASK_WORDS as WORDS } from "./words.ts";

/** What a sender is told of a decision. */
export interface Telling<Reason> {
  readonly reason: Reason;
  readonly message?: string | undefined;
}

/**
 * A decision while it is being put into words. The words are kept as a draft until the decision stands.
 *
 * @param options the reasons that there are; one alone is not asked for
 */
export function createTelling<Reason extends ReturnReason | RejectReason>(
  taskID: TaskID,
  decision: "return" | "reject",
  options: () => readonly { readonly value: Reason }[],
) {
  const [chosen, setReason] = createSignal<Reason>();
  const reason = (): Reason | undefined => {
    const [first, second] = options();
    return chosen() ?? (second === undefined ? first?.value : undefined);
  };
  const [isTried, setTried] = createSignal(false);
  const draft = createDraft(`task ${taskID} ${decision}`);
  const message = () => draft.text().trim() || undefined;
  /** A reason that says nothing by itself. */
  const mustSay = () => reason() === "other";

  function messageFault(): string | undefined {
    const isMissing = isTried() && mustSay() && message() === undefined;
    return isMissing ? WORDS.ownWordsMissing : lengthFault(draft.text(), LIMITS.messageLength);
  }

  /** @returns what can be told; undefined while something is missing, which then shows */
  function told(): Telling<Reason> | undefined {
    setTried(true);
    const given = reason();
    if (given === undefined || messageFault() !== undefined) return undefined;
    setTried(false);
    return { reason: given, message: message() };
  }

  return {
    reason,
    setReason: (chosen: Reason) => setReason(() => chosen),
    isReasonMissing: () => isTried() && reason() === undefined,
    text: draft.text,
    write: (text: string) => draft.setText(text),
    forget: () => draft.clear(),
    message,
    messageFault,
    mustSay,
    told,
  };
}

export type TellingPage = ReturnType<typeof createTelling>;
