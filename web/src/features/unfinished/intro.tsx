import type { SubmissionView } from "@postern/contract";
import { Match, Show, Switch } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import type { KeptSending } from "../upload/kept.ts";
import type { GoOnPage } from "./create-go-on.ts";
import type { Reopening } from "./create-reopening.ts";
import { begunFiles, sizesWords, UNFINISHED_WORDS as WORDS } from "./words.ts";

/** What was begun, and what is needed now. */
export function Intro(props: {
  readonly view: SubmissionView;
  readonly kept: KeptSending | undefined;
  readonly page: GoOnPage;
  readonly reopening: Reopening;
}) {
  const state = () => props.reopening.state();
  const isLooking = () => state() === "opening" || (state() === "opened" && props.page.isLooking());
  return (
    <Show when={props.kept} fallback={<Elsewhere view={props.view} />}>
      {(kept) => (
        <Switch
          fallback={<Choose files={kept().files.length} reopening={props.reopening} page={props.page} />}
        >
          <Match when={state() === "asks" || isLooking()}>
            <Reopen files={kept().files.length} reopening={props.reopening} isLooking={isLooking()} />
          </Match>
          <Match when={state() === "opened" && !props.page.isAsBegun()}>
            <Note tone="warn" title={WORDS.differs} alert>
              <p>{WORDS.differsText}</p>
            </Note>
          </Match>
        </Switch>
      )}
    </Show>
  );
}

/** The browser can open the files again: by itself, or once the person has pressed. */
function Reopen(props: {
  readonly files: number;
  readonly reopening: Reopening;
  readonly isLooking: boolean;
}) {
  return (
    <Note tone="next" title={props.isLooking ? WORDS.looking : WORDS.reopen(props.files)}>
      <p>{props.isLooking ? WORDS.lookingText : WORDS.reopenText}</p>
      <Show when={!props.isLooking}>
        <div class="row">
          <button class="btn primary lg" type="button" onClick={() => props.reopening.ask()}>
            <Icon name="send" />
            {WORDS.reopenButton(props.files)}
          </button>
        </div>
      </Show>
    </Note>
  );
}

function Choose(props: { readonly files: number; readonly reopening: Reopening; readonly page: GoOnPage }) {
  const missing = () => props.page.expected().filter(({ state }) => state === "missing").length;
  const why = () => {
    if (props.reopening.state() === "partly") return WORDS.partlyText;
    return props.reopening.state() === "refused" ? WORDS.refusedText : WORDS.chooseText;
  };
  const isLate = () => ["partly", "refused"].includes(props.reopening.state());
  return (
    <Note tone="next" title={WORDS.choose((isLate() && missing()) || props.files)} alert={isLate()}>
      <p>
        {why()} {WORDS.keptText}
      </p>
    </Note>
  );
}

function Elsewhere(props: { readonly view: SubmissionView }) {
  const count = () => begunFiles(props.view).length;
  return (
    <Note tone="next" title={WORDS.elsewhere(count())}>
      <Show when={count() > 0} fallback={<p>{WORDS.nothingText}</p>}>
        <p>{sizesWords(props.view)}</p>
        <p>{WORDS.elsewhereText(count())}</p>
      </Show>
      <p>{WORDS.elsewhereNote}</p>
    </Note>
  );
}
