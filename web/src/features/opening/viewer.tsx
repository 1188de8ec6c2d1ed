import type { DocumentView } from "@postern/contract";
import { Match, Show, Switch, createEffect, on } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import type { DocumentsPage, ListedDocument, Shown } from "./create-documents.ts";
import { createView } from "./create-view.ts";
import type { Refusal } from "./drawing/protocol.ts";
import { ScanPatient } from "./scan-patient.tsx";
import { Stage } from "./stage.tsx";
import { ViewerBar } from "./viewer-bar.tsx";
import { isMendable, OPENING_WORDS as WORDS, REFUSAL_WORDS } from "./words.ts";

/** One document as pixels, on a dark ground; or its facts, where it cannot be drawn. */
export function Viewer(props: { readonly documents: DocumentsPage }) {
  const view = createView();
  const shown = () => props.documents.shown();
  const open = () => {
    const present = shown();
    return present.state === "open" ? present : undefined;
  };
  const title = () => {
    const present = shown();
    return "item" in present ? present.item.name : "";
  };
  createEffect(on(open, () => view.reset()));
  return (
    <section class="viewer" aria-label={WORDS.viewer}>
      <div class="viewer-bar">
        <span class="title">{title()}</span>
      </div>
      <Show when={open()} keyed fallback={<Unopened documents={props.documents} />}>
        {({ sheets, item, at }) => (
          <>
            <Show when={sheets.scan}>
              {(scan) => <ScanPatient patient={scan().patient} record={props.documents.record()} />}
            </Show>
            <ViewerBar sheets={sheets} view={view} />
            <Stage
              sheets={sheets}
              view={view}
              name={item.name}
              viewer={props.documents.record().viewer}
              at={at}
            />
          </>
        )}
      </Show>
    </section>
  );
}

/** What the stage holds while nothing is drawn: a word, facts, or what went wrong. */
function Unopened(props: { readonly documents: DocumentsPage }) {
  const as = <State extends Shown["state"]>(state: State) => {
    const present = props.documents.shown();
    return present.state === state ? (present as Extract<Shown, { state: State }>) : undefined;
  };
  return (
    <div class="stage" tabindex={0} role="group" aria-label={WORDS.view}>
      <Switch fallback={<p class="stage-say">{WORDS.nothing}</p>}>
        <Match when={as("opening")}>
          {(present) => (
            <p class="stage-say" role="status">
              {WORDS.opening(present().item.name)}
            </p>
          )}
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
    </div>
  );
}

function Facts(props: {
  readonly item: ListedDocument;
  readonly why: Refusal | undefined;
  readonly documents: DocumentsPage;
}) {
  return (
    <div class="stage-say stack">
      <p role="status">
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
