import { LIMITS, reviewRoutes, type TaskID } from "@postern/contract";
import { revalidate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import { call } from "../session/session.ts";
import { readNotes } from "./queries.ts";
import { lengthFault, TASK_WORDS as WORDS } from "./words.ts";

/** A note on its way: kept as a draft until the server has it. Trying again adds the same note, not a second one. */
export function createNote(taskID: TaskID) {
  const draft = createDraft(`task ${taskID} note`);
  const [isBusy, setBusy] = createSignal(false);
  const [isTried, setTried] = createSignal(false);
  const [isKept, setKept] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();
  let sending = { text: "", idempotencyKey: "" };
  const text = () => draft.text().trim();

  function fault(): string | undefined {
    const isMissing = isTried() && text() === "";
    return isMissing ? WORDS.noteMissing : lengthFault(draft.text(), LIMITS.staffNoteLength);
  }

  /** @returns whether the words can go as they are */
  async function add(): Promise<boolean> {
    setTried(true);
    if (fault() !== undefined) return false;
    if (isBusy()) return true;
    setBusy(true);
    setTrouble(undefined);
    if (sending.text !== text()) sending = { text: text(), idempotencyKey: crypto.randomUUID() };
    try {
      await call(reviewRoutes.addNote, { taskID, ...sending });
      sending = { text: "", idempotencyKey: "" };
      setTried(false);
      draft.clear();
      setKept(true);
      await revalidate(readNotes.keyFor(taskID));
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setBusy(false);
    }
    return true;
  }

  function write(next: string): void {
    setKept(false);
    setTried(false);
    draft.setText(next);
  }

  return { text: draft.text, write, add, fault, isBusy, isKept, trouble };
}

export type NotePage = ReturnType<typeof createNote>;
