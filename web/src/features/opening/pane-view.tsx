import { Match, Show, Switch, createEffect, on } from "solid-js";
import { ExportActs } from "./export/export-acts.tsx";
import type { Pane, Shown } from "./create-pane.ts";
import type { OpenSheets } from "./create-sheets.ts";
import type { View } from "./create-view.ts";
import { canShow } from "./listed.ts";
import { ScanPatient } from "./scan-patient.tsx";
import { Stage } from "./stage.tsx";
import { TextStage } from "./text-stage.tsx";
import { Unopened } from "./unopened.tsx";
import type { ViewedDocuments } from "./viewed.ts";
import { TextBar, ViewerBar } from "./viewer-bar.tsx";
import { OPENING_WORDS as WORDS } from "./words.ts";

interface PaneProps {
  readonly documents: ViewedDocuments;
  readonly pane: Pane;
  readonly view: View;
  /** Which of two it is; undefined while it is the only one. */
  readonly which?: string | undefined;
  readonly onStage?: ((stage: HTMLElement) => void) | undefined;
}

type Open = Extract<Shown, { state: "open" }>;

/** What one place of the viewer shows, with all that can be done to it. */
export function PaneView(props: PaneProps) {
  createEffect(on(props.pane.open, () => props.view.reset()));
  return (
    <Show
      when={props.pane.open()}
      keyed
      fallback={<Unopened documents={props.documents} pane={props.pane} label={viewLabel(props.which)} />}
    >
      {(open) => (
        <Switch>
          <Match when={open.content.kind === "text" && open.content}>
            {(content) => (
              <>
                <TextBar view={props.view} label={controlsLabel(props.which)}>
                  <Acts documents={props.documents} open={open} />
                </TextBar>
                <TextStage {...stageProps(props, open)} content={content()} />
              </>
            )}
          </Match>
          <Match when={open.content.kind === "pages" && open.content}>
            {(content) => <Sheets pane={props} open={open} sheets={content()} />}
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function Sheets(props: { readonly pane: PaneProps; readonly open: Open; readonly sheets: OpenSheets }) {
  return (
    <>
      <Show when={props.sheets.scan}>
        {(scan) => (
          <ScanPatient
            patient={scan().patient}
            record={props.pane.documents.record()}
            words={props.pane.documents.words}
          />
        )}
      </Show>
      <ViewerBar sheets={props.sheets} view={props.pane.view} label={controlsLabel(props.pane.which)}>
        <Acts documents={props.pane.documents} open={props.open} />
      </ViewerBar>
      <Stage
        {...stageProps(props.pane, props.open)}
        sheets={props.sheets}
        refusals={props.pane.documents.words.refusals}
      />
    </>
  );
}

function stageProps(pane: PaneProps, { item, at }: Open) {
  return {
    view: pane.view,
    get name() {
      return item.name;
    },
    get viewer() {
      return pane.documents.viewer();
    },
    at,
    get label() {
      return viewLabel(pane.which);
    },
    onStage: pane.onStage,
  };
}

function Acts(props: { readonly documents: ViewedDocuments; readonly open: Open }) {
  const item = () => (canShow(props.open.item) ? props.open.item : undefined);
  return (
    <Show when={props.documents.mayExport() && item()}>
      {(shown) => <ExportActs documents={props.documents} item={shown()} content={props.open.content} />}
    </Show>
  );
}

const viewLabel = (which: string | undefined) => (which === undefined ? undefined : WORDS.viewOf(which));
const controlsLabel = (which: string | undefined) =>
  which === undefined ? undefined : WORDS.controlsOf(which);
