import { createSignal } from "solid-js";
import { ADJUSTMENT, clampScale, fitScale, SCALE, turnedSize, type Size } from "./view.ts";

/** How what is open is looked at: nothing of it changes the document. */
export function createView() {
  const [chosen, setChosen] = createSignal<number>();
  const [turns, setTurns] = createSignal(0);
  const [brightness, setBrightness] = createSignal<number>(ADJUSTMENT.plain);
  const [contrast, setContrast] = createSignal<number>(ADJUSTMENT.plain);
  const [page, setPage] = createSignal<Size>({ width: 0, height: 0 });
  const [stage, setStage] = createSignal<Size>({ width: 0, height: 0 });
  const scale = () => chosen() ?? fitScale(page(), turns(), stage());
  function zoomTo(next: number): void {
    setChosen(clampScale(next));
  }

  return {
    scale,
    isFit: () => chosen() === undefined,
    turns,
    brightness,
    contrast,
    page,
    /** The box that the page needs, in CSS pixels. */
    box: (): Size => {
      const { width, height } = turnedSize(page(), turns());
      return { width: width * scale(), height: height * scale() };
    },
    setPage,
    setStage,
    setBrightness,
    setContrast,
    zoomTo,
    zoomIn: () => zoomTo(scale() * SCALE.step),
    zoomOut: () => zoomTo(scale() / SCALE.step),
    fit(): void {
      setChosen(undefined);
    },
    actual: () => zoomTo(1),
    turn(): void {
      setTurns((turns() + 1) % 4);
    },
    /** For the next document. */
    reset() {
      setChosen(undefined);
      setTurns(0);
      setBrightness(ADJUSTMENT.plain);
      setContrast(ADJUSTMENT.plain);
    },
  };
}

export type View = ReturnType<typeof createView>;
