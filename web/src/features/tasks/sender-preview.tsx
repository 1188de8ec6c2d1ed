import type { RejectReason, ReturnReason, WrittenLanguage } from "@postern/contract";
import { Show } from "solid-js";
import { messagesIn } from "../../lib/language.ts";
import { EN } from "../submissions/words.en.ts";
import { ES } from "../submissions/words.es.ts";
import { decisionText } from "../submissions/words.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** What the sender reads of a decision, word for word, in the language of the sender and not of this page. */
export function SenderPreview(props: {
  readonly decision: ReturnReason | RejectReason | undefined;
  readonly message: string | undefined;
  readonly language: WrittenLanguage;
}) {
  const words = () => messagesIn(props.language, EN, ES);
  return (
    <div class="stack tight">
      <h3 class="small">{WORDS.senderReads(WORDS.languages[props.language])}</h3>
      <Show when={props.decision} fallback={<p class="small muted">{WORDS.senderReadsNothing}</p>}>
        {(decision) => (
          <div class="sender-reads" lang={props.language}>
            <p>{decisionText({ decision: decision(), message: props.message }, words())}</p>
            <Show when={props.message}>
              {(message) => (
                <>
                  <p class="small muted">{words().messageTitle}</p>
                  <blockquote class="sealed-note">{message()}</blockquote>
                </>
              )}
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
