import type { DocumentID, StepUpID, StepUpOperation } from "@postern/contract";
import { Show, createEffect, createSignal, on, type JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, type FieldProps } from "../../ui/field.tsx";
import { Note } from "../../ui/note.tsx";
import { createStepUp, type StepUpPage } from "./create-step-up.ts";
import { STEP_UP_WORDS as WORDS, faultWords } from "./words.ts";

/**
 * Asks for password and code before one act on one thing. `children` say what the act does. It stays open until the
 * act is done or the person leaves it; the act's own failure is said here as well.
 */
export function StepUpDialog(props: {
  readonly isOpen: boolean;
  readonly title: string;
  /** On the button, with its object: "Save the copy". */
  readonly actWord: string;
  readonly operation: StepUpOperation;
  readonly targetID: DocumentID;
  readonly act: (stepUpID: StepUpID) => Promise<void>;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}) {
  const page = createStepUp({
    operation: props.operation,
    targetID: () => props.targetID,
    act: (stepUpID) => props.act(stepUpID),
  });
  createEffect(
    on(
      () => props.isOpen,
      () => page.restart(),
    ),
  );
  return (
    // Out of the dark ground of a viewer: a dialog has the colours of the page.
    <Portal>
      <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose}>
        {props.children}
        <Show when={props.isOpen}>
          <StepUpForm page={page} actWord={props.actWord} onClose={props.onClose} />
        </Show>
      </Dialog>
    </Portal>
  );
}

function StepUpForm(props: {
  readonly page: StepUpPage;
  readonly actWord: string;
  readonly onClose: () => void;
}) {
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const [missing, setMissing] = createSignal({ password: false, code: false });
  const [form, setForm] = createSignal<HTMLFormElement>();
  const state = () => props.page.state();

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (state().isBusy) return;
    setMissing({ password: password() === "", code: !/^\d{6}$/.test(code().replace(/\s/g, "")) });
    if (missing().password) return form()?.querySelector("input")?.focus();
    if (missing().code) return focusCode();
    void props.page.prove(password(), code());
  }
  const focusCode = () => form()?.querySelector<HTMLElement>("[name='code']")?.focus();
  // A code is good once, whatever came of it: the next one is needed.
  createEffect(
    on(
      () => state().faults,
      (faults) => {
        if (faults === 0) return;
        setCode("");
        focusCode();
      },
      { defer: true },
    ),
  );

  return (
    <form class="stack step-up" ref={setForm} onSubmit={submit} noValidate>
      <Show when={state().fault} keyed>
        {(fault) => (
          <Note tone="danger" alert>
            <p>{faultWords(fault)}</p>
          </Note>
        )}
      </Show>
      <Secret
        label={WORDS.password}
        error={missing().password ? WORDS.passwordMissing : undefined}
        attributes={PASSWORD}
        value={password()}
        onInput={setPassword}
      />
      <Secret
        label={WORDS.code}
        hint={WORDS.codeHint}
        error={missing().code ? WORDS.codeMissing : undefined}
        attributes={CODE}
        value={code()}
        onInput={setCode}
      />
      <div class="foot">
        <button class="btn secondary" type="button" onClick={() => props.onClose()}>
          {WORDS.cancel}
        </button>
        <button class="btn primary" type="submit" aria-busy={state().isBusy}>
          {props.actWord}
        </button>
      </div>
    </form>
  );
}

const PASSWORD = {
  class: "input",
  name: "password",
  type: "password",
  autocomplete: "current-password",
} as const;
const CODE = {
  class: "input code",
  name: "code",
  type: "text",
  inputmode: "numeric",
  autocomplete: "one-time-code",
  maxlength: 7,
} as const;

function Secret(
  props: FieldProps & {
    readonly attributes: typeof PASSWORD | typeof CODE;
    readonly value: string;
    readonly onInput: (value: string) => void;
  },
) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ties) => (
        <input
          {...ties()}
          {...props.attributes}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
