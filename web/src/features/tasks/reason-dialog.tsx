import type { RejectReason, ReturnReason, TaskView, WrittenLanguage } from "@postern/contract";
import { Show, createSignal } from "solid-js";
import { Dialog } from "../../ui/dialog.tsx";
import { Choice, Field } from "../../ui/field.tsx";
import { createTelling, type Telling, type TellingPage } from "./create-telling.ts";
import { SenderPreview } from "./sender-preview.tsx";
import { TASK_WORDS as WORDS } from "./words.ts";

interface ReasonDialogProps<Reason extends string> {
  readonly task: TaskView;
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly decision: "return" | "reject";
  readonly options: readonly { readonly value: Reason; readonly word: string }[];
  readonly act: string;
  readonly look: "primary" | "danger-fill";
  readonly onClose: () => void;
  /** @returns whether it stands now; what was written is kept until then */
  readonly onChoose: (telling: Telling<Reason>) => Promise<boolean>;
}

/**
 * Asks for the reason of a decision, and shows what the sender will read. The reason is one of a few, since it stands
 * in the clear; words of one's own are sealed.
 */
export function ReasonDialog<Reason extends ReturnReason | RejectReason>(props: ReasonDialogProps<Reason>) {
  const telling = createTelling<Reason>(props.task.taskID, props.decision, () => props.options);
  const language = () => props.task.submission.language;
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  async function choose() {
    const told = telling.told();
    if (told === undefined) {
      if (telling.messageFault() !== undefined) field()?.focus();
      return;
    }
    props.onClose();
    if (await props.onChoose(told)) telling.forget();
  }
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose}>
      <p class="muted">{props.text}</p>
      <Show when={props.options.length > 1}>
        <Choice
          legend={WORDS.reason}
          name={`${props.decision}-reason`}
          options={props.options}
          value={telling.reason()}
          onChange={telling.setReason}
        />
      </Show>
      <OwnWords telling={telling} language={language()} ref={setField} />
      <SenderPreview decision={telling.reason()} message={telling.message()} language={language()} />
      <p class="small needed" role="status">
        <Show when={telling.isReasonMissing()}>{WORDS.reasonMissing}</Show>
      </p>
      <div class="foot stays">
        <button class="btn secondary" type="button" onClick={() => props.onClose()}>
          {WORDS.keep}
        </button>
        <button
          class={`btn ${props.look}`}
          type="button"
          aria-disabled={telling.reason() === undefined}
          onClick={() => void choose()}
        >
          {props.act}
        </button>
      </div>
    </Dialog>
  );
}

function OwnWords(props: {
  readonly telling: Pick<TellingPage, "text" | "write" | "mustSay" | "messageFault">;
  readonly language: WrittenLanguage;
  readonly ref: (field: HTMLTextAreaElement) => void;
}) {
  return (
    <Field
      label={props.telling.mustSay() ? WORDS.ownWords : WORDS.ownWordsOptional}
      hint={WORDS.ownWordsHint(WORDS.languages[props.language])}
      error={props.telling.messageFault()}
    >
      {(ties) => (
        <textarea
          {...ties()}
          ref={props.ref}
          class="input"
          rows={3}
          lang={props.language}
          value={props.telling.text()}
          onInput={(event) => props.telling.write(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
