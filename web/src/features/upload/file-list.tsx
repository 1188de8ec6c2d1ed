import type { DocumentKind } from "@postern/contract";
import { Index, Show, batch, createMemo } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { PREPARING_WORDS } from "../preparing/words.ts";
import { FileAdvice } from "./file-advice.tsx";
import { KindSelect } from "./kind-select.tsx";
import type { Stage, UploadState } from "./machine.ts";
import { rowState } from "./row-state.ts";
import type { UploadFile } from "./rows.ts";
import { asOne, rowsOf, type Together } from "./studies.ts";
import { refusalWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** The chosen files, each with where it is; a refused one says why, and what to do. */
export function FileList(props: {
  readonly state: UploadState;
  readonly phone: string | undefined;
  readonly onRemove: (key: string) => void;
  /** Asks what each file is, and takes the answer. */
  readonly onKind?: ((key: string, kind: DocumentKind) => void) | undefined;
  readonly onUseAnyway: (key: string) => void;
  readonly onInstead: (key: string, photo: File) => void;
}) {
  const canChange = () => props.state.stage === "choosing";
  const rows = createMemo(() => rowsOf(props.state.files));
  const refused = () => props.state.files.filter(({ state }) => state === "refused");
  const removeRefused = () => batch(() => refused().forEach(({ key }) => props.onRemove(key)));
  const each = (row: Together<UploadFile>, act: (key: string) => void) =>
    batch(() => row.forEach(({ key }) => act(key)));
  return (
    <section class="stack" aria-labelledby="files">
      <h2 id="files">{WORDS.files}</h2>
      <Show when={props.state.files.length > 0} fallback={<p class="muted">{WORDS.filesEmpty}</p>}>
        <ul class="files">
          <Index each={rows()}>
            {(row) => (
              <FileRow
                file={shownAs(row())}
                phone={props.phone}
                stage={props.state.stage}
                onRemove={canChange() ? () => each(row(), props.onRemove) : undefined}
                onKind={
                  canChange() && props.onKind
                    ? (kind) => each(row(), (key) => props.onKind?.(key, kind))
                    : undefined
                }
                onUseAnyway={canChange() ? () => each(row(), props.onUseAnyway) : undefined}
                onInstead={canChange() ? (photo) => props.onInstead(row()[0].key, photo) : undefined}
              />
            )}
          </Index>
        </ul>
        <Show when={canChange() && refused().length > 1}>
          <div class="row">
            <button class="btn secondary" type="button" onClick={removeRefused}>
              <Icon name="x" />
              {WORDS.removeRefused(refused().length)}
            </button>
          </div>
        </Show>
      </Show>
    </section>
  );
}

/** Images of one examination go by what they are together. */
function shownAs(row: Together<UploadFile>): UploadFile {
  const [file] = row;
  return file.study === undefined ? file : { ...asOne(row), name: PREPARING_WORDS.study(row.length) };
}

/** How many images of it are known to be elsewhere. */
const missingOf = ({ study, state }: UploadFile) => (state === "refused" ? 0 : (study?.missing ?? 0));

/** One file on its way, or an examination. */
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
  readonly onInstead?: ((photo: File) => void) | undefined;
}) {
  const isOver = () => props.stage === "cancelled";
  const isMoving = () => !isOver() && ["matching", "sealing", "sending"].includes(props.file.state);
  const isStill = () => isMoving() && props.stage !== "sending";
  const refusal = () =>
    props.file.reason === undefined ? undefined : refusalWords(props.file.reason, props.file, props.phone);
  return (
    <li class="file" data-state={isStill() || isOver() ? "waiting" : props.file.state}>
      <Thumb file={props.file} />
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
      <Show when={missingOf(props.file)}>
        {(missing) => <p class="why">{PREPARING_WORDS.studyMissing(missing())}</p>}
      </Show>
      <Show when={refusal()}>{(words) => <p class="why">{words().text}</p>}</Show>
      <FileAdvice file={props.file} onUse={props.onUseAnyway} onInstead={props.onInstead} />
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

function Thumb(props: { readonly file: UploadFile }) {
  return (
    <span class="thumb">
      <Show
        when={props.file.preview}
        fallback={<Icon name={props.file.state === "refused" ? "octagon-x" : "file-text"} />}
      >
        {(preview) => <img src={preview()} alt="" />}
      </Show>
    </span>
  );
}
