import { For, Index, Show } from "solid-js";
import { DOCUMENT_KINDS, DocumentKind } from "@postern/contract";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State, type StateWords } from "../../ui/state.tsx";
import { SENDER_WORDS } from "../submissions/words.ts";
import type { UploadFile, UploadState } from "./machine.ts";
import { refusalWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** The chosen files, each with where it is; a refused one says why, and what to do. */
export function FileList(props: {
  readonly state: UploadState;
  readonly phone: string | undefined;
  readonly onRemove: (key: string) => void;
  /** Asks what each file is, and takes the answer. */
  readonly onKind?: ((key: string, kind: DocumentKind) => void) | undefined;
}) {
  const canChange = () => props.state.stage === "choosing";
  return (
    <section class="stack" aria-labelledby="files">
      <h2 id="files">{WORDS.files}</h2>
      <Show when={props.state.files.length > 0} fallback={<p class="muted">{WORDS.filesEmpty}</p>}>
        <ul class="files">
          <Index each={props.state.files}>
            {(file) => (
              <FileRow
                file={file()}
                phone={props.phone}
                isWaiting={props.state.isWaiting}
                onRemove={canChange() ? () => props.onRemove(file().key) : undefined}
                onKind={canChange() && props.onKind ? (kind) => props.onKind?.(file().key, kind) : undefined}
              />
            )}
          </Index>
        </ul>
      </Show>
    </section>
  );
}

/** One file on its way. */
export function FileRow(props: {
  readonly file: UploadFile;
  /** What it stands in for. */
  readonly instead?: string | undefined;
  readonly phone: string | undefined;
  readonly isWaiting: boolean;
  readonly onRemove: (() => void) | undefined;
  readonly onKind?: ((kind: DocumentKind) => void) | undefined;
}) {
  const isMoving = () => props.file.state === "sealing" || props.file.state === "sending";
  const isStill = () => props.isWaiting && isMoving();
  const refusal = () =>
    props.file.reason === undefined ? undefined : refusalWords(props.file.reason, props.file, props.phone);
  return (
    <li class="file" data-state={isStill() ? "waiting" : props.file.state}>
      <span class="thumb">
        <Icon name={props.file.state === "refused" ? "octagon-x" : "file-text"} />
      </span>
      <span class="name">
        {props.file.name} <span class="size">{formatSize(props.file.sizeBytes)}</span>
      </span>
      <Show when={props.onRemove}>
        {(onRemove) => (
          <span class="acts">
            <button
              class="btn icon-only"
              type="button"
              aria-label={`${WORDS.remove} ${props.file.name}`}
              onClick={() => onRemove()()}
            >
              <Icon name="x" />
            </button>
          </span>
        )}
      </Show>
      <State state={stateOf(props.file, isStill(), refusal()?.word)} bare={props.file.state !== "refused"} />
      <Show when={props.onKind !== undefined && props.file.kind}>
        {(kind) => (
          <KindSelect name={props.file.name} kind={kind()} onChange={(chosen) => props.onKind?.(chosen)} />
        )}
      </Show>
      <Show when={props.instead}>
        <p class="why">{props.instead}</p>
      </Show>
      <Show when={refusal()}>{(words) => <p class="why">{words().text}</p>}</Show>
      <Show when={isMoving()}>
        <progress
          value={props.file.sentBytes}
          max={Math.max(1, props.file.totalBytes)}
          data-tone={isStill() ? "still" : props.file.state === "sealing" ? "seal" : undefined}
          aria-label={props.file.name}
        />
      </Show>
    </li>
  );
}

/** What a file is: guessed, and the person's to change. */
function KindSelect(props: {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly onChange: (kind: DocumentKind) => void;
}) {
  return (
    <label class="file-kind">
      <span aria-hidden="true">{WORDS.fileKind}</span>
      <select
        class="input"
        aria-label={WORDS.fileKindOf(props.name)}
        onChange={(event) => props.onChange(DocumentKind.parse(event.currentTarget.value))}
      >
        <For each={DOCUMENT_KINDS}>
          {(kind) => (
            <option value={kind} selected={props.kind === kind}>
              {SENDER_WORDS.documentKinds[kind]}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

function stateOf(file: UploadFile, isStill: boolean, refusal: string | undefined): StateWords {
  const { fileStates: words } = WORDS;
  if (isStill) return { tone: "warn", icon: "wifi-off", word: words.waiting };
  const percent = Math.floor((100 * file.sentBytes) / Math.max(1, file.totalBytes));
  switch (file.state) {
    case "checking":
      return { tone: "neutral", icon: "loader-circle", word: words.checking };
    case "ready":
      return { tone: "neutral", icon: "check", word: words.ready };
    case "refused":
      return { tone: "danger", icon: "octagon-x", word: refusal ?? "" };
    case "sealing":
      return { tone: "neutral", icon: "lock-keyhole", word: words.sealing(percent) };
    case "sending":
      return { tone: "info", icon: "arrow-up", word: words.sending(percent) };
    case "sent":
      return { tone: "info", icon: "check", word: words.sent };
  }
}
