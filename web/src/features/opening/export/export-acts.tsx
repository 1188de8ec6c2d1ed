import type { ExportForm } from "@postern/contract";
import { Match, Show, Switch, createSignal } from "solid-js";
import { formatSize, formatWhen } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { TroubleNote } from "../../../ui/note.tsx";
import { StepUpDialog } from "../../step-up/step-up-dialog.tsx";
import type { OpenContent } from "../create-sheets.ts";
import type { ShownDocument } from "../listed.ts";
import type { ViewedDocuments } from "../viewed.ts";
import { OPENING_WORDS as WORDS, type OpeningWords } from "../words.ts";
import { createExport, type ExportPage } from "./create-export.ts";
import type { ExportState } from "./machine.ts";
import { PrintedPages } from "./printed-pages.tsx";

/** The two ways out for what is shown; printing only for what is drawn. Each is asked about, and logged, before. */
export function ExportActs(props: {
  readonly documents: ViewedDocuments;
  readonly item: ShownDocument;
  readonly content?: OpenContent | undefined;
}) {
  const page = createExport(
    props.documents,
    () => props.item,
    () => props.content,
  );
  const [obstacle, setObstacle] = createSignal<string>();
  function want(form: ExportForm) {
    setObstacle(page.obstacle(form));
    if (obstacle() === undefined) page.want(form);
  }
  return (
    <div class="export">
      <button class="btn quiet" type="button" onClick={() => want("file")}>
        <Icon name="download" />
        {WORDS.save}
      </button>
      <Show when={props.content !== undefined}>
        <button class="btn quiet" type="button" onClick={() => want("print")}>
          <Icon name="printer" />
          {WORDS.print}
        </button>
      </Show>
      <p class="export-said" role="status">
        {obstacle() ?? saidOf(page.state(), props.content)}
      </p>
      <Stopped page={page} />
      <ExportDialog page={page} item={props.item} words={props.documents.words} />
      <Show when={page.printing()}>
        {(printing) => (
          <PrintedPages
            printed={printing().printed}
            mark={printing().mark}
            caption={WORDS.printedBy(props.documents.viewer(), formatWhen(printing().exportedAt))}
            onPrinted={() => printing().over()}
            onFailed={(error) => printing().over(error)}
          />
        )}
      </Show>
    </div>
  );
}

function saidOf(state: ExportState, content: OpenContent | undefined): string {
  if (state.name === "gone") return state.form === "file" ? WORDS.saved : WORDS.printed;
  if (state.name !== "leaving") return "";
  const pages = content?.kind === "pages" ? content.pageCount : 1;
  return state.page === undefined ? WORDS.collecting : WORDS.printing(state.page + 1, pages);
}

/** In the log, but not out: to be gone on with, and not to be asked for again. */
function Stopped(props: { readonly page: ExportPage }) {
  const stopped = () => {
    const state = props.page.state();
    return state.name === "stopped" ? state : undefined;
  };
  return (
    <Show when={stopped()}>
      {(state) => (
        <div class="stack tight">
          <p>{state().recorded.form === "file" ? WORDS.stoppedSave : WORDS.stoppedPrint}</p>
          <TroubleNote trouble={state().trouble} onRetry={() => props.page.goOn(state().recorded)} />
        </div>
      )}
    </Show>
  );
}

function ExportDialog(props: {
  readonly page: ExportPage;
  readonly item: ShownDocument;
  readonly words: OpeningWords;
}) {
  const asked = () => {
    const state = props.page.state();
    return state.name === "asking" ? state.form : undefined;
  };
  const isFile = () => asked() !== "print";
  return (
    <StepUpDialog
      isOpen={asked() !== undefined}
      title={isFile() ? props.words.saveTitle : props.words.printTitle}
      actWord={isFile() ? WORDS.proveSave : WORDS.provePrint}
      operation="document.export"
      targetID={props.item.document.documentID}
      act={(stepUpID) => props.page.begin(asked() ?? "file", stepUpID)}
      onClose={props.page.cancel}
    >
      <p class="break-anywhere">{WORDS.leaves(props.item.name, formatSize(props.item.sizeBytes))}</p>
      <ul class="bullets">
        <Switch>
          <Match when={asked() === "file"}>
            <li>{props.words.saveFact}</li>
          </Match>
          <Match when={asked() === "print"}>
            <li>{WORDS.printFact}</li>
          </Match>
        </Switch>
        <li>{props.words.logFact}</li>
        <li>{WORDS.provenFact}</li>
      </ul>
    </StepUpDialog>
  );
}
