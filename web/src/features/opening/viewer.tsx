import type { DocumentView } from "@postern/contract";
import { Match, Show, Switch, createEffect, createSignal } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import type { DocumentsPage, ListedDocument, Shown } from "./create-documents.ts";
import { isMendable, OPENING_WORDS as WORDS, REFUSAL_WORDS } from "./words.ts";

/** One document as pixels, on a dark ground; or its facts, where it cannot be drawn. */
export function Viewer(props: { readonly documents: DocumentsPage }) {
  const [isActual, setActual] = createSignal(false);
  const shown = () => props.documents.shown();
  const isPicture = () => shown().state === "picture";
  const title = () => {
    const present = shown();
    return "item" in present ? present.item.name : "";
  };
  return (
    <section class="viewer" aria-label={WORDS.viewer}>
      <div class="viewer-bar">
        <span class="title">{title()}</span>
        <Show when={isPicture()}>
          <button
            class="btn quiet"
            type="button"
            aria-pressed={isActual()}
            onClick={() => setActual((actual) => !actual)}
          >
            {WORDS.actualSize}
          </button>
        </Show>
      </div>
      <div
        class="stage"
        classList={{ actual: isActual() && isPicture() }}
        tabindex={0}
        role="group"
        aria-label={WORDS.view}
      >
        <OnStage documents={props.documents} />
      </div>
    </section>
  );
}

/** What the stage holds: a word, pixels, facts, or what went wrong. */
function OnStage(props: { readonly documents: DocumentsPage }) {
  const as = <State extends Shown["state"]>(state: State) => {
    const present = props.documents.shown();
    return present.state === state ? (present as Extract<Shown, { state: State }>) : undefined;
  };
  return (
    <Switch fallback={<p class="stage-say">{WORDS.nothing}</p>}>
      <Match when={as("opening")}>
        {(present) => (
          <p class="stage-say" role="status">
            {WORDS.opening(present().item.name)}
          </p>
        )}
      </Match>
      <Match when={as("picture")} keyed>
        {(present) => <Pixels bitmap={present.bitmap} name={present.item.name} />}
      </Match>
      <Match when={as("facts")}>
        {(present) => <Facts item={present().item} why={present().why} documents={props.documents} />}
      </Match>
      <Match when={as("trouble")}>
        {(present) => (
          <div class="stage-say stack">
            <TroubleNote
              trouble={present().trouble}
              onRetry={
                present().trouble.kind === "unreadable"
                  ? undefined
                  : () => void props.documents.show(present().item)
              }
            />
            <Show when={present().trouble.kind === "unreadable"}>
              <Report document={present().item.document} documents={props.documents} />
            </Show>
          </div>
        )}
      </Match>
      <Match when={as("reported")}>
        <p class="stage-say" role="status">
          {WORDS.reported}
        </p>
      </Match>
    </Switch>
  );
}

function Pixels(props: { readonly bitmap: ImageBitmap; readonly name: string }) {
  const [element, setElement] = createSignal<HTMLCanvasElement>();
  createEffect(() => {
    const { bitmap } = props;
    const canvas = element();
    if (canvas === undefined || bitmap.width === 0) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  });
  return <canvas ref={setElement} role="img" aria-label={props.name} />;
}

function Facts(props: {
  readonly item: ListedDocument;
  readonly why: Parameters<typeof isMendable>[0] | undefined;
  readonly documents: DocumentsPage;
}) {
  return (
    <div class="stage-say stack">
      <p>
        <b>{props.why === undefined ? WORDS.notShown : REFUSAL_WORDS[props.why]}</b>
      </p>
      <dl class="pairs">
        <div>
          <dt>{WORDS.name}</dt>
          <dd>{props.item.name}</dd>
        </div>
        <div>
          <dt>{WORDS.type}</dt>
          <dd>{props.item.type}</dd>
        </div>
        <div>
          <dt>{WORDS.size}</dt>
          <dd>{formatSize(props.item.sizeBytes)}</dd>
        </div>
      </dl>
      <Show when={props.why !== undefined && isMendable(props.why)}>
        <Report document={props.item.document} documents={props.documents} />
      </Show>
    </div>
  );
}

/** Tells the server that a document cannot be read. */
export function Report(props: { readonly document: DocumentView; readonly documents: DocumentsPage }) {
  return (
    <div class="stack tight">
      <button class="btn danger" type="button" onClick={() => void props.documents.report(props.document)}>
        <Icon name="triangle-alert" />
        {WORDS.report}
      </button>
      <p class="small">{WORDS.reportText}</p>
    </div>
  );
}
