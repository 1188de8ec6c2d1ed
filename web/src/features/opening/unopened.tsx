import type { DocumentView } from "@postern/contract";
import { Match, Show, Switch } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { ExportActs } from "./export/export-acts.tsx";
import type { Pane, Shown } from "./create-pane.ts";
import type { Refusal } from "./drawing/protocol.ts";
import { canShow, type ListedDocument } from "./listed.ts";
import type { ViewedDocuments } from "./viewed.ts";
import { isMendable, OPENING_WORDS as WORDS } from "./words.ts";

/** What the stage holds while nothing is drawn: a word, facts, or what went wrong. */
export function Unopened(props: {
  readonly documents: ViewedDocuments;
  readonly pane: Pane;
  readonly label?: string | undefined;
}) {
  const as = <State extends Shown["state"]>(state: State) => {
    const present = props.pane.shown();
    return present.state === state ? (present as Extract<Shown, { state: State }>) : undefined;
  };
  return (
    <div class="stage" tabindex={0} role="group" aria-label={props.label ?? WORDS.view}>
      <Switch fallback={<p class="stage-say">{props.documents.nothing()}</p>}>
        <Match when={as("opening")}>
          {(present) => (
            <div class="stage-say stack tight">
              <p role="status">{WORDS.opening(present().item.name, formatSize(present().item.sizeBytes))}</p>
              <progress aria-hidden="true" />
            </div>
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
                    : () => void props.pane.show(present().item)
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
  readonly documents: ViewedDocuments;
}) {
  /** What is not of its kind does not leave by our hand either: another computer might run it. */
  const leavable = () =>
    props.documents.mayExport() && props.why !== "other-kind" && canShow(props.item) ? props.item : undefined;
  return (
    <div class="stage-say stack">
      <p role="status">
        <b>{props.why === undefined ? WORDS.notShown : props.documents.words.refusals[props.why]}</b>
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
      <Show when={leavable()}>{(item) => <ExportActs documents={props.documents} item={item()} />}</Show>
      <Show when={props.why !== undefined && isMendable(props.why)}>
        <Report document={props.item.document} documents={props.documents} />
      </Show>
    </div>
  );
}

/** Tells the server that a document cannot be read; only for those who may say so. */
export function Report(props: { readonly document: DocumentView; readonly documents: ViewedDocuments }) {
  return (
    <Show when={props.documents.report}>
      {(report) => (
        <div class="stack tight">
          <button class="btn danger" type="button" onClick={() => void report()(props.document)}>
            <Icon name="triangle-alert" />
            {WORDS.report}
          </button>
          <p class="small">{WORDS.reportText}</p>
        </div>
      )}
    </Show>
  );
}
