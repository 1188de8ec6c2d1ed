import { Show, createSignal, createUniqueId, type JSX } from "solid-js";
import { Adjustments } from "./adjustments.tsx";
import type { OpenSheets } from "./create-sheets.ts";
import type { View } from "./create-view.ts";
import { Tool } from "./tool.tsx";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** Everything that can be done to what is open, each by a button; the stage has keys for the same. */
export function ViewerBar(props: {
  readonly sheets: OpenSheets;
  readonly view: View;
  /** Where it is not the only one. */
  readonly label?: string | undefined;
  /** What can be done beside looking. */
  readonly children?: JSX.Element;
}) {
  const [isAdjusting, setAdjusting] = createSignal(false);
  const panel = createUniqueId();
  return (
    <div class="viewer-controls">
      <div class="viewer-tools" role="group" aria-label={props.label ?? WORDS.controls}>
        <Show when={props.sheets.pageCount > 1}>
          <Pages sheets={props.sheets} />
        </Show>
        <Zoom view={props.view} />
        <button
          class="btn quiet"
          type="button"
          aria-pressed={props.view.isFit()}
          onClick={() => props.view.fit()}
        >
          {WORDS.fit}
        </button>
        <button class="btn quiet" type="button" onClick={() => props.view.actual()}>
          {WORDS.actualSize}
        </button>
        <Tool icon="rotate-cw" label={WORDS.rotate} onClick={props.view.turn} />
        <button
          class="btn quiet"
          type="button"
          aria-expanded={isAdjusting()}
          aria-controls={panel}
          onClick={() => setAdjusting((adjusting) => !adjusting)}
        >
          {WORDS.adjust}
        </button>
        {props.children}
      </div>
      <div id={panel} class="viewer-panel" hidden={!isAdjusting()}>
        <Adjustments sheets={props.sheets} view={props.view} />
      </div>
    </div>
  );
}

/** The same for a text, whose letters grow and shrink. */
export function TextBar(props: {
  readonly view: View;
  readonly label?: string | undefined;
  readonly children?: JSX.Element;
}) {
  return (
    <div class="viewer-controls">
      <div class="viewer-tools" role="group" aria-label={props.label ?? WORDS.controls}>
        <Zoom view={props.view} />
        <button class="btn quiet" type="button" onClick={() => props.view.actual()}>
          {WORDS.actualSize}
        </button>
        {props.children}
      </div>
    </div>
  );
}

function Zoom(props: { readonly view: View }) {
  return (
    <>
      <Tool icon="minus" label={WORDS.zoomOut} onClick={props.view.zoomOut} />
      <output class="zoom" aria-label={WORDS.zoom}>
        {Math.round(props.view.scale() * 100)} %
      </output>
      <Tool icon="plus" label={WORDS.zoomIn} onClick={props.view.zoomIn} />
    </>
  );
}

function Pages(props: { readonly sheets: OpenSheets }) {
  const isScan = () => props.sheets.scan !== undefined;
  const turn = (step: number) => props.sheets.turnTo(props.sheets.index() + step);
  return (
    <>
      <Tool
        icon="chevron-left"
        label={isScan() ? WORDS.previousFrame : WORDS.previousPage}
        isOff={props.sheets.index() === 0}
        onClick={() => turn(-1)}
      />
      <span class="zoom" role="status">
        {(isScan() ? WORDS.frameCount : WORDS.pageCount)(props.sheets.index() + 1, props.sheets.pageCount)}
      </span>
      <Tool
        icon="chevron-right"
        label={isScan() ? WORDS.nextFrame : WORDS.nextPage}
        isOff={props.sheets.index() === props.sheets.pageCount - 1}
        onClick={() => turn(1)}
      />
      <span class="sep" />
    </>
  );
}
