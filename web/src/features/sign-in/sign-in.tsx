import { A } from "@solidjs/router";
import { Match, Show, Switch, createEffect, createMemo, createSignal, on, onMount } from "solid-js";
import gate from "../../ui/assets/gate.svg";
import { Icon } from "../../ui/icon.tsx";
import { Wordmark } from "../../ui/mark.tsx";
import { Note } from "../../ui/note.tsx";
import { EmergencyLine, createTitle } from "../../ui/page.tsx";
import { Languages } from "../session/languages.tsx";
import { sessionState } from "../session/session.ts";
import { SESSION_WORDS } from "../session/words.ts";
import { CodeForm, EnrolForm } from "./code-form.tsx";
import { createSignIn, type SignInPage } from "./create-sign-in.ts";
import type { Step } from "./machine.ts";
import { NewPasswordForm, PasswordForm } from "./password-form.tsx";
import { faultWords, SIGN_IN_WORDS as WORDS } from "./words.ts";

/** The gate: one form at a time, and a lit door beside it where there is room. */
export function SignIn() {
  const page = createSignIn();
  const step = () => page.state().step;
  createTitle(() => titleOf(step()).title);
  return (
    <div class="gate">
      <main class="gate-form" id="main" tabindex={-1} ref={createReturn(page)}>
        <div class="gate-top">
          <Wordmark href="/sign-in" />
          <Languages />
        </div>
        <header class="page-head">
          <Show when={step().name !== "password"}>
            <button class="back" type="button" onClick={page.restart}>
              <Icon name="chevron-left" />
              {WORDS.back}
            </button>
          </Show>
          <h1>{titleOf(step()).title}</h1>
          <p class="lede">{titleOf(step()).lede}</p>
        </header>
        <Messages page={page} />
        <StepForm page={page} />
        <footer>
          <Show when={step().name === "password" || step().name === "totp"}>
            <p>
              <b>{WORDS.lockedOut}</b> {WORDS.lockedOutText}
            </p>
          </Show>
          <EmergencyLine />
          <p>
            <A href="/verify">{WORDS.checkReceipt}</A>
          </p>
        </footer>
      </main>
      <aside class="gate-art" aria-label={WORDS.about}>
        <img src={gate} alt="" />
        <p class="say">{WORDS.say[step().name]}</p>
      </aside>
    </div>
  );
}

/** Whoever comes to a form has lost what had the focus: a page that ended, or another form. Forms of one field take it on. */
function createReturn(page: SignInPage): (main: HTMLElement) => void {
  const [main, setMain] = createSignal<HTMLElement>();
  onMount(() => {
    const state = sessionState();
    if (state.status === "signed-out" && state.ending !== undefined) main()?.focus();
  });
  // A fault leaves one at the same form, and the focus where it is.
  const name = createMemo(() => page.state().step.name);
  createEffect(on(name, () => main()?.focus(), { defer: true }));
  return setMain;
}

function titleOf(step: Step): { title: string; lede: string } {
  switch (step.name) {
    case "password":
      return { title: WORDS.title, lede: WORDS.lede };
    case "new-password":
      return { title: WORDS.newTitle, lede: WORDS.newLede };
    case "enrol-totp":
      return { title: WORDS.enrolTitle, lede: WORDS.enrolLede };
    case "totp":
      return { title: WORDS.totpTitle, lede: WORDS.totpLede };
  }
}

/** Why one is here at all, and what went wrong with the form as a whole. */
function Messages(props: { readonly page: SignInPage }) {
  const ending = () => {
    const state = sessionState();
    const isFirst = props.page.state().step.name === "password" && props.page.state().fault === undefined;
    return isFirst && state.status === "signed-out" ? state.ending : undefined;
  };
  const fault = () => {
    const present = props.page.state().fault;
    return present?.at === "form" ? present : undefined;
  };
  return (
    <>
      <Show when={ending()}>
        {(reason) => (
          <Note
            tone={reason() === "signed-out" ? "info" : "warn"}
            title={SESSION_WORDS.endings[reason()].title}
          >
            <p>{SESSION_WORDS.endings[reason()].text}</p>
          </Note>
        )}
      </Show>
      <Show when={fault()} keyed>
        {(present) => (
          <Note tone="danger" alert>
            <p>{faultWords(present)}</p>
          </Note>
        )}
      </Show>
    </>
  );
}

function StepForm(props: { readonly page: SignInPage }) {
  const step = () => props.page.state().step;
  const as = <Name extends Step["name"]>(name: Name) => {
    const present = step();
    return present.name === name ? (present as Extract<Step, { name: Name }>) : undefined;
  };
  return (
    <Switch>
      <Match when={as("password")}>
        <PasswordForm page={props.page} />
      </Match>
      <Match when={as("new-password")}>
        {(present) => <NewPasswordForm page={props.page} minimumLength={present().minimumLength} />}
      </Match>
      <Match when={as("enrol-totp")}>
        {(present) => <EnrolForm page={props.page} secret={present().secret} uri={present().uri} />}
      </Match>
      <Match when={as("totp")}>
        <CodeForm page={props.page} />
      </Match>
    </Switch>
  );
}
