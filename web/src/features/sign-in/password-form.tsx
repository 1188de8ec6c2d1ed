import { createSignal } from "solid-js";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { SignInPage } from "./create-sign-in.ts";
import { createFocus } from "./focus.ts";
import { faultWords, SIGN_IN_WORDS as WORDS } from "./words.ts";

/** First step: who, and the word only they know. */
export function PasswordForm(props: { readonly page: SignInPage }) {
  const { email, setEmail } = props.page;
  const [password, setPassword] = createSignal("");
  const [missing, setMissing] = createSignal({ email: false, password: false });
  const form = createFocus(() => [missing(), props.page.state().faults]);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const wanting = { email: !/.@./.test(email()), password: password() === "" };
    setMissing(wanting);
    if (wanting.email || wanting.password || props.page.state().isBusy) return;
    void props.page.acts.password(email().trim(), password());
  }

  return (
    <form class="stack loose" ref={form} onSubmit={submit} noValidate>
      <Field label={WORDS.email} error={missing().email ? WORDS.emailMissing : undefined}>
        {(ties) => (
          <input
            {...ties()}
            class="input lg"
            name="email"
            type="email"
            autocomplete="username"
            inputmode="email"
            spellcheck={false}
            value={email()}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      <PasswordField
        label={WORDS.password}
        autocomplete="current-password"
        value={password()}
        error={missing().password ? WORDS.passwordMissing : undefined}
        onInput={setPassword}
      />
      <SubmitButton word={WORDS.signIn} isBusy={props.page.state().isBusy} />
    </form>
  );
}

/** Second step at a first visit: the given password is changed for one's own. */
export function NewPasswordForm(props: { readonly page: SignInPage; readonly minimumLength: number }) {
  const [password, setPassword] = createSignal("");
  const [isShort, setShort] = createSignal(false);
  const form = createFocus(() => [isShort(), props.page.state().faults], true);
  const error = () => {
    if (isShort()) return WORDS.newShort(props.minimumLength);
    const fault = props.page.state().fault;
    return fault?.at === "password" ? faultWords(fault) : undefined;
  };

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setShort(password().length < props.minimumLength);
    if (isShort() || props.page.state().isBusy) return;
    void props.page.acts.newPassword(password());
  }

  return (
    <form class="stack loose" ref={form} onSubmit={submit} noValidate>
      {/* For password managers, which keep the new password under this name. */}
      <input hidden readonly type="text" name="email" autocomplete="username" value={props.page.email()} />
      <PasswordField
        label={WORDS.newPassword}
        hint={WORDS.newRule(props.minimumLength)}
        autocomplete="new-password"
        value={password()}
        error={error()}
        onInput={setPassword}
      />
      <SubmitButton word={WORDS.savePassword} isBusy={props.page.state().isBusy} />
    </form>
  );
}

function PasswordField(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly autocomplete: "current-password" | "new-password";
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  const [isShown, setShown] = createSignal(false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ties) => (
        <div class="input-wrap">
          <input
            {...ties()}
            class="input lg"
            name="password"
            type={isShown() ? "text" : "password"}
            autocomplete={props.autocomplete}
            autocapitalize="none"
            spellcheck={false}
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <button
            class="btn icon-only"
            type="button"
            aria-pressed={isShown()}
            aria-label={WORDS.showPassword}
            onClick={() => setShown((shown) => !shown)}
          >
            <Icon name="eye" />
          </button>
        </div>
      )}
    </Field>
  );
}

/** The one main act of a form. It stays focusable while it works, and says that it does. */
export function SubmitButton(props: { readonly word: string; readonly isBusy: boolean }) {
  return (
    <button class="btn primary lg wide" type="submit" aria-busy={props.isBusy} aria-disabled={props.isBusy}>
      {props.isBusy ? <Icon name="loader-circle" /> : undefined}
      {props.word}
    </button>
  );
}
