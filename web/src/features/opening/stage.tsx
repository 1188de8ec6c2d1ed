import { Show, createEffect, createSignal, on, onCleanup } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { createGestures } from "./create-gestures.ts";
import type { OpenSheets } from "./create-sheets.ts";
import type { View } from "./create-view.ts";
import type { Drawn } from "./drawing/protocol.ts";
import { Watermark } from "./watermark.tsx";
import { OPENING_WORDS as WORDS, type OpeningWords } from "./words.ts";

/** The page that is open, to be moved about, under the name of who looks at it. */
export function Stage(props: {
  readonly sheets: OpenSheets;
  readonly view: View;
  readonly refusals: OpeningWords["refusals"];
  readonly name: string;
  readonly viewer: string;
  readonly at: string;
  /** Of the stage, where it is not the only one. */
  readonly label?: string | undefined;
  readonly onStage?: ((stage: HTMLElement) => void) | undefined;
}) {
  const drawn = () => {
    const sheet = props.sheets.sheet();
    return "drawn" in sheet ? sheet.drawn : undefined;
  };
  const why = () => {
    const sheet = props.sheets.sheet();
    return "why" in sheet ? sheet.why : undefined;
  };
  const label = () => labelOf(props.name, props.sheets);
  const turn = (step: number) => props.sheets.turnTo(props.sheets.index() + step);
  const prepare = (stage: HTMLDivElement) => {
    createGestures(stage, props.view, { onPrevious: () => turn(-1), onNext: () => turn(1) });
    const observer = new ResizeObserver(() =>
      props.view.setStage({ width: stage.clientWidth, height: stage.clientHeight }),
    );
    observer.observe(stage);
    onCleanup(() => observer.disconnect());
    keepCentre(stage, props.view);
    props.onStage?.(stage);
  };
  return (
    <div class="stage-frame">
      <div
        ref={prepare}
        class="stage sheet-stage"
        tabindex={0}
        role="group"
        aria-label={props.label ?? WORDS.view}
        aria-description={WORDS.viewKeys}
      >
        <Show
          when={drawn()}
          fallback={
            <p class="stage-say" role="status">
              {props.refusals[why() ?? "damaged"]}
            </p>
          }
        >
          {(present) => <Pixels drawn={present()} view={props.view} name={label()} />}
        </Show>
      </div>
      <Watermark text={`${props.viewer}, ${formatWhen(props.at)}`} />
    </div>
  );
}

function labelOf(name: string, { pageCount, scan, index }: OpenSheets): string {
  if (pageCount === 1) return name;
  return (scan === undefined ? WORDS.pageOf : WORDS.frameOf)(name, index() + 1);
}

/** What was in the middle of the stage stays there when the page grows or shrinks. */
function keepCentre(stage: HTMLElement, view: View): void {
  createEffect(
    on(
      () => view.scale(),
      (scale, before) => {
        if (before === undefined || before <= 0) return;
        const grown = scale / before;
        const [x, y] = [stage.clientWidth / 2, stage.clientHeight / 2];
        const [left, top] = [(stage.scrollLeft + x) * grown - x, (stage.scrollTop + y) * grown - y];
        // The box takes its size in an effect of its own, which may run after this one.
        queueMicrotask(() => stage.scrollTo(left, top));
      },
    ),
  );
}

function Pixels(props: { readonly drawn: Drawn; readonly view: View; readonly name: string }) {
  const [canvas, setCanvas] = createSignal<HTMLCanvasElement>();
  const [box, setBox] = createSignal<HTMLDivElement>();
  createEffect(() => {
    const { bitmap, width, height } = props.drawn;
    const element = canvas();
    if (element === undefined) return;
    props.view.setPage({ width, height });
    // Handed over once already when this page is mounted again: its pixels are on that canvas.
    if (bitmap.width === 0) return;
    element.width = bitmap.width;
    element.height = bitmap.height;
    element.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  });
  createEffect(() => {
    const { width, height } = props.view.box();
    box()?.style.setProperty("inline-size", `${width}px`);
    box()?.style.setProperty("block-size", `${height}px`);
  });
  createEffect(() => {
    const { view } = props;
    const { width, height } = view.page();
    const style = canvas()?.style;
    style?.setProperty("inline-size", `${width * view.scale()}px`);
    style?.setProperty("block-size", `${height * view.scale()}px`);
    style?.setProperty("rotate", `${view.turns() * 90}deg`);
    style?.setProperty("filter", `brightness(${view.brightness()}%) contrast(${view.contrast()}%)`);
  });
  return (
    <div class="sheet-box" ref={setBox}>
      <canvas ref={setCanvas} role="img" aria-label={props.name} />
    </div>
  );
}
