import { Show, createEffect, createSignal } from "solid-js";
import { formatSize, formatWhen } from "../../lib/format.ts";
import { createGestures } from "./create-gestures.ts";
import type { View } from "./create-view.ts";
import type { ReadText } from "./drawing/protocol.ts";
import { Watermark } from "./watermark.tsx";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** At 100 %, in rem. */
const LETTER_REM = 1;

/** A text as its sender wrote it, under the name of who looks at it. It is set as text: markup in it stays letters. */
export function TextStage(props: {
  readonly content: ReadText;
  readonly view: View;
  readonly name: string;
  readonly viewer: string;
  readonly at: string;
  readonly label?: string | undefined;
  readonly onStage?: ((stage: HTMLElement) => void) | undefined;
}) {
  const [text, setText] = createSignal<HTMLElement>();
  const isCut = () => props.content.shownBytes < props.content.sizeBytes;
  const prepare = (stage: HTMLDivElement) => {
    createGestures(stage, props.view, { onPrevious: hasNoPages, onNext: hasNoPages });
    // A text has no size of its own that would have to fit: what stood here before had.
    props.view.setPage({ width: 0, height: 0 });
    props.onStage?.(stage);
  };
  createEffect(() => text()?.style.setProperty("font-size", `${props.view.scale() * LETTER_REM}rem`));
  return (
    <div class="stage-frame">
      <Show when={isCut()}>
        <p class="stage-cut" role="status">
          {WORDS.textIsCut(formatSize(props.content.shownBytes), formatSize(props.content.sizeBytes))}
        </p>
      </Show>
      <div
        ref={prepare}
        class="stage text-stage"
        tabindex={0}
        role="group"
        aria-label={props.label ?? WORDS.view}
        aria-description={WORDS.textKeys}
      >
        <pre ref={setText} role="article" aria-label={props.name}>
          {props.content.text}
        </pre>
      </div>
      <Watermark text={`${props.viewer}, ${formatWhen(props.at)}`} />
    </div>
  );
}

const hasNoPages = () => false;
