import { Show, type JSX } from "solid-js";
import type { Trouble } from "../lib/trouble.ts";
import { WORDS, troubleWords } from "../words.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-paths.ts";
import type { Tone } from "./state.tsx";

const ICONS: Readonly<Record<Tone, IconName>> = {
  neutral: "info",
  info: "info",
  ok: "circle-check",
  warn: "triangle-alert",
  danger: "octagon-x",
  next: "mail-open",
};

/** A message in the flow of the page, which stays. `alert` for one that appears after the page did. */
export function Note(props: {
  readonly tone: Tone;
  readonly title?: string | undefined;
  readonly alert?: boolean | undefined;
  readonly children?: JSX.Element;
}) {
  return (
    <div class="note" data-tone={props.tone} role={props.alert ? "alert" : undefined}>
      <Icon name={ICONS[props.tone]} />
      <Show when={props.title}>
        <p>
          <b>{props.title}</b>
        </p>
      </Show>
      {props.children}
    </div>
  );
}

/** What went wrong, what is safe, what to do, and the code that support asks for. */
export function TroubleNote(props: {
  readonly trouble: Trouble;
  readonly onRetry?: (() => void) | undefined;
}) {
  const words = () => troubleWords(props.trouble);
  return (
    <Note tone="danger" title={words().title} alert>
      <p>{words().text}</p>
      <HelpCode trouble={props.trouble} />
      <Show when={props.onRetry}>
        {(onRetry) => (
          <button class="btn secondary" type="button" onClick={() => onRetry()()}>
            {WORDS.tryAgain}
          </button>
        )}
      </Show>
    </Note>
  );
}

function HelpCode(props: { readonly trouble: Trouble }) {
  return (
    <p class="tiny muted">
      {WORDS.helpCode} <code>{props.trouble.requestID ?? props.trouble.code}</code>
    </p>
  );
}
