import type { DocumentKind } from "@postern/contract";
import { Index, Show } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { FileAdvice } from "./file-advice.tsx";
import { KindSelect } from "./kind-select.tsx";
import type { Stage, UploadState } from "./machine.ts";
import { rowState } from "./row-state.ts";
import type { UploadFile } from "./rows.ts";
import { refusalWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** The chosen files, each with where it is; a refused one says why, and what to do. */
export function FileList(props: {
  readonly state: UploadState;
  readonly phone: string | undefined;
  readonly onRemove: (key: string) => void;
  /** Asks what each file is, and takes the answer. */
  readonly onKind?: ((key: string, kind: DocumentKind) => void) | undefined;
  readonly onUseAnyway: (key: string) => void;
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
                stage={props.state.stage}
                onRemove={canChange() ? () => props.onRemove(file().key) : undefined}
                onKind={canChange() && props.onKind ? (kind) => props.onKind?.(file().key, kind) : undefined}
                onUseAnyway={canChange() ? () => props.onUseAnyway(file().key) : undefined}
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
  /** Where the whole sending is: what does not move says why. */
  readonly stage: Stage;
  readonly onRemove: (() => void) | undefined;
  readonly onKind?: ((kind: DocumentKind) => void) | undefined;
  readonly onUseAnyway?: (() => void) | undefined;
}) {
  const isMoving = () => ["matching", "sealing", "sending"].includes(props.file.state);
  const isStill = () => isMoving() && props.stage !== "sending";
  const refusal = () =>
    props.file.reason === undefined ? undefined : refusalWords(props.file.reason, props.file, props.phone);
  return (
    <li class="file" data-state={isStill() ? "waiting" : props.file.state}>
      <span class="thumb">
        <Show
          when={props.file.preview}
          fallback={<Icon name={props.file.state === "refused" ? "octagon-x" : "file-text"} />}
        >
          {(preview) => <img src={preview()} alt="" />}
        </Show>
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
      <State
        state={rowState(props.file, props.stage, refusal()?.word)}
        bare={props.file.state !== "refused"}
      />
      <Show when={props.onKind !== undefined && props.file.kind}>
        {(kind) => (
          <KindSelect name={props.file.name} kind={kind()} onChange={(chosen) => props.onKind?.(chosen)} />
        )}
      </Show>
      <Show when={props.instead}>
        <p class="why">{props.instead}</p>
      </Show>
      <Show when={refusal()}>{(words) => <p class="why">{words().text}</p>}</Show>
      <FileAdvice file={props.file} onUse={props.onUseAnyway} onRemove={props.onRemove} />
      <Show when={isMoving()}>
        <progress
          value={props.file.sentBytes}
          max={Math.max(1, props.file.totalBytes)}
          data-tone={isStill() ? "still" : props.file.state === "sending" ? undefined : "seal"}
          aria-label={props.file.name}
        />
      </Show>
    </li>
  );
}
