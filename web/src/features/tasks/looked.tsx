import { createMemo } from "solid-js";
import { formatTime } from "../../lib/format.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** When a list was read, for it does not change by itself; and the way to read it again. */
export function Looked(props: { readonly answer: unknown; readonly onAgain: () => void }) {
  const at = createMemo(() => (props.answer === undefined ? undefined : new Date().toISOString()));
  return (
    <p class="looked">
      <span>{at() === undefined ? "" : WORDS.lookedAt(formatTime(at() ?? ""))}</span>
      <button class="btn quiet" type="button" onClick={() => props.onAgain()}>
        {WORDS.lookAgain}
      </button>
    </p>
  );
}
