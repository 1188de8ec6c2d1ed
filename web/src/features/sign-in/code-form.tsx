import { Show, createMemo, createSignal } from "solid-js";
import { encode } from "uqr";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { SignInPage } from "./create-sign-in.ts";
import { createFocus } from "./focus.ts";
import { SubmitButton } from "./password-form.tsx";
import { groupKey, qrPath } from "./qr.ts";
import { faultWords, SIGN_IN_WORDS as WORDS } from "./words.ts";

/** Last step of a known person: the code that the app shows now. */
export function CodeForm(props: { readonly page: SignInPage }) {
  const code = createCode(props.page, (value) => props.page.acts.totp(value));
  const form = createFocus(code.faults, true);
  return (
    <form class="stack loose" ref={form} onSubmit={code.submit} noValidate>
      <CodeField label={WORDS.code} hint={WORDS.codeHint} code={code} />
      <SubmitButton word={WORDS.continue} isBusy={props.page.state().isBusy} />
    </form>
  );
}

/** Last step at a first visit: the app is told the key, and shows that it has it. */
export function EnrolForm(props: {
  readonly page: SignInPage;
  readonly secret: string;
  readonly uri: string;
}) {
  const code = createCode(props.page, (value) => props.page.acts.enrolTotp(value));
  const form = createFocus(code.faults);
  return (
    <form class="enrol" ref={form} onSubmit={code.submit} noValidate>
      <ol class="steps">
        <li>
          <h2>{WORDS.enrolApp}</h2>
          <p class="small muted">{WORDS.enrolAppText}</p>
        </li>
        <li>
          <h2>{WORDS.enrolScan}</h2>
          <p class="small muted">{WORDS.enrolScanText}</p>
          <QRCode uri={props.uri} />
          <details open>
            <summary class="small">
              <b>{WORDS.enrolTyped}</b>
            </summary>
            <TypedKey secret={props.secret} uri={props.uri} />
          </details>
        </li>
        <li>
          <h2>{WORDS.enrolCode}</h2>
          <CodeField label={WORDS.enrolCodeLabel} isLabelHidden code={code} />
        </li>
      </ol>
      <SubmitButton word={WORDS.checkCode} isBusy={props.page.state().isBusy} />
    </form>
  );
}

/** What a code field needs: its value, what is wrong with it, and what happens when it is sent. */
function createCode(page: SignInPage, act: (code: string) => Promise<void>) {
  const [value, setValue] = createSignal("");
  const [isMissing, setMissing] = createSignal(false);
  return {
    value,
    setValue,
    faults: () => [isMissing(), page.state().faults],
    error(): string | undefined {
      if (isMissing()) return WORDS.codeMissing;
      const fault = page.state().fault;
      return fault?.at === "code" ? faultWords(fault) : undefined;
    },
    submit(event: SubmitEvent) {
      event.preventDefault();
      setMissing(!/^\d{6}$/.test(value().replace(/\s/g, "")));
      if (!isMissing() && !page.state().isBusy) void act(value());
    },
  };
}

function CodeField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly isLabelHidden?: boolean;
  readonly code: ReturnType<typeof createCode>;
}) {
  return (
    <Field
      label={props.label}
      hint={props.hint}
      isLabelHidden={props.isLabelHidden}
      error={props.code.error()}
    >
      {(ties) => (
        <input
          {...ties()}
          class="input lg code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={7}
          value={props.code.value()}
          onInput={(event) => props.code.setValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function QRCode(props: { readonly uri: string }) {
  const code = createMemo(() => encode(props.uri, { ecc: "M", border: 2 }));
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${code().size} ${code().size}`} role="img" aria-label={WORDS.qr}>
        <path d={qrPath(code().data)} />
      </svg>
    </div>
  );
}

function TypedKey(props: { readonly secret: string; readonly uri: string }) {
  const [said, setSaid] = createSignal<string>();
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.secret);
      setSaid(WORDS.copied);
    } catch {
      setSaid(WORDS.copyFailed);
    }
  }
  return (
    <div class="stack tight">
      <a class="btn secondary" href={props.uri} rel="external">
        {WORDS.openApp}
      </a>
      <p class="small muted">{WORDS.enrolTypedText}</p>
      <div class="typed-key">
        <span class="mono">{groupKey(props.secret)}</span>
        <button class="btn secondary" type="button" aria-label={WORDS.copyKey} onClick={() => void copy()}>
          <Icon name="copy" />
          {WORDS.copy}
        </button>
      </div>
      <p class="small muted" role="status">
        <Show when={said()}>{said()}</Show>
      </p>
    </div>
  );
}
