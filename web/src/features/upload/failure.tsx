import type { ResumePolicy } from "@postern/client";
import { Match, Show, Switch } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { focusAtStart } from "../../ui/focus.ts";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { WORDS as SHARED, troubleWords } from "../../words.ts";
import type { UploadState } from "./machine.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** What a person can do about a sending that stopped. */
export interface FailureActs {
  readonly onRetry: (policy?: ResumePolicy) => void;
  /** Takes a file out of what is sent. */
  readonly onLeaveOut?: ((key: string) => void) | undefined;
  /** Back to choosing, for the same submission. */
  readonly onChoose?: (() => void) | undefined;
  /** Left out where files that came in cannot be exchanged any more. */
  readonly onReopen?: (() => void) | undefined;
}

/** Sending stopped: what is safe, and the ways on. */
export function Failure(props: FailureActs & { readonly state: UploadState }) {
  return (
    <Show when={props.state.trouble}>
      {(trouble) => (
        <div class="stack">
          <h2 tabindex={-1} ref={focusAtStart}>
            {WORDS.failed}
          </h2>
          <Note tone="danger" title={troubleWords(trouble()).title}>
            <p>{troubleWords(trouble()).text}</p>
            <About state={props.state} />
            <p>{WORDS.failedText}</p>
            <p class="tiny muted">
              {SHARED.helpCode} <code>{trouble().requestID ?? trouble().code}</code>
            </p>
          </Note>
          <Ways {...props} />
        </div>
      )}
    </Show>
  );
}

/** Which file it is about; or how big those are that are missed. */
function About(props: { readonly state: UploadState }) {
  const sizes = () => props.state.trouble?.missingSizes;
  return (
    <>
      <Show when={fileOf(props.state)}>{(file) => <p>{WORDS.aboutFile(file().name)}</p>}</Show>
      <Show when={sizes()}>{(known) => <p>{WORDS.missingSizes(known().map(formatSize))}</p>}</Show>
    </>
  );
}

function Ways(props: FailureActs & { readonly state: UploadState }) {
  const kind = () => props.state.trouble?.kind;
  return (
    <Switch fallback={<Usual {...props} />}>
      <Match when={kind() === "differing-file"}>
        <div class="row">
          <button
            class="btn primary lg"
            type="button"
            onClick={() => props.onRetry({ changed: "send-anew" })}
          >
            <Icon name="send" />
            {WORDS.sendAsNow}
          </button>
          <Show when={fileOf(props.state)}>
            {(file) => (
              <Show when={props.state.files.length > 1 && props.onLeaveOut}>
                {(onLeaveOut) => (
                  <button
                    class="btn secondary lg"
                    type="button"
                    onClick={() => {
                      onLeaveOut()(file().key);
                      props.onRetry({ leaveOut: "abandon" });
                    }}
                  >
                    {WORDS.leaveOut}
                  </button>
                )}
              </Show>
            )}
          </Show>
        </div>
      </Match>
      <Match when={kind() === "missing-files"}>
        <div class="row">
          <Choose word={WORDS.chooseThem} onChoose={props.onChoose} />
          <button
            class="btn secondary lg"
            type="button"
            onClick={() => props.onRetry({ leaveOut: "abandon" })}
          >
            {WORDS.leaveThemOut}
          </button>
        </div>
      </Match>
      <Match when={(kind() === "changed-file" || kind() === "arrived-file") && props.onChoose}>
        <div class="row">
          <Choose word={WORDS.chooseIt} onChoose={props.onChoose} />
        </div>
      </Match>
    </Switch>
  );
}

function Choose(props: { readonly word: string; readonly onChoose: (() => void) | undefined }) {
  return (
    <Show when={props.onChoose}>
      {(onChoose) => (
        <button class="btn primary lg" type="button" onClick={() => onChoose()()}>
          <Icon name="files" />
          {props.word}
        </button>
      )}
    </Show>
  );
}

/** What passes is tried again as it was; else one begins anew. */
function Usual(props: FailureActs) {
  return (
    <>
      <div class="row">
        <button class="btn primary lg" type="button" onClick={() => props.onRetry()}>
          <Icon name="refresh-cw" />
          {WORDS.tryAgain}
        </button>
        <Show when={props.onReopen}>
          {(onReopen) => (
            <button class="btn quiet lg" type="button" onClick={() => onReopen()()}>
              {WORDS.reopen}
            </button>
          )}
        </Show>
      </div>
      <Show when={props.onReopen}>
        <p class="small muted">{WORDS.reopenText}</p>
      </Show>
    </>
  );
}

function fileOf({ files, trouble }: UploadState) {
  return trouble?.fileIndex === undefined ? undefined : files[trouble.fileIndex];
}
