import { onCleanup } from "solid-js";
import type { View } from "./create-view.ts";

/** Pixels by which an arrow key moves the page. */
const PAN_STEP = 60;

/** What keys of the stage do beside moving the page. Each says whether there was a page to turn to. */
export interface StageKeys {
  readonly onPrevious: () => boolean;
  readonly onNext: () => boolean;
}

/** Lets a page be moved and zoomed on its stage by keys, mouse, wheel and two fingers; one finger scrolls as ever. */
export function createGestures(stage: HTMLElement, view: View, keys: StageKeys): void {
  const end = new AbortController();
  onCleanup(() => end.abort());
  const options = { signal: end.signal, passive: false };
  const acts = keysOf(stage, view, keys);
  stage.addEventListener(
    "keydown",
    (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key.toLowerCase()];
      if (act === undefined || act() === false) return;
      event.preventDefault();
    },
    options,
  );
  stage.addEventListener(
    "wheel",
    (event) => {
      // A plain wheel scrolls; two fingers on a touchpad come as a wheel with this key.
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomTo(view.scale() * Math.exp(-event.deltaY / 300));
    },
    options,
  );
  drag(stage, options);
  pinch(stage, view, options);
}

/** An act that answers `false` did nothing: its key is left to others. */
type Act = () => boolean | void;

function keysOf(stage: HTMLElement, view: View, keys: StageKeys): Readonly<Record<string, Act>> {
  const pan = (x: number, y: number) => () => stage.scrollBy(x * PAN_STEP, y * PAN_STEP);
  return {
    arrowleft: pan(-1, 0),
    arrowright: pan(1, 0),
    arrowup: pan(0, -1),
    arrowdown: pan(0, 1),
    "+": view.zoomIn,
    "=": view.zoomIn,
    "-": view.zoomOut,
    "0": view.fit,
    "1": view.actual,
    r: view.turn,
    "[": keys.onPrevious,
    "]": keys.onNext,
    pageup: keys.onPrevious,
    pagedown: keys.onNext,
  };
}

function drag(stage: HTMLElement, options: AddEventListenerOptions): void {
  stage.addEventListener(
    "pointerdown",
    ({ pointerType, button, pointerId }) => {
      if (pointerType === "mouse" && button === 0) stage.setPointerCapture(pointerId);
    },
    options,
  );
  stage.addEventListener(
    "pointermove",
    ({ pointerId, movementX, movementY }) => {
      if (stage.hasPointerCapture(pointerId)) stage.scrollBy(-movementX, -movementY);
    },
    options,
  );
}

function pinch(stage: HTMLElement, view: View, options: AddEventListenerOptions): void {
  let start: { readonly apart: number; readonly scale: number } | undefined;
  stage.addEventListener(
    "touchstart",
    ({ touches }) => {
      const apart = apartOf(touches);
      start = apart === undefined ? undefined : { apart, scale: view.scale() };
    },
    options,
  );
  stage.addEventListener(
    "touchmove",
    (event) => {
      const apart = apartOf(event.touches);
      if (start === undefined || apart === undefined) return;
      event.preventDefault();
      view.zoomTo((start.scale * apart) / start.apart);
    },
    options,
  );
}

/** How far two fingers are apart; undefined when there are not two. */
function apartOf(touches: TouchList): number | undefined {
  const [first, second] = touches;
  if (first === undefined || second === undefined || touches.length !== 2) return undefined;
  return Math.max(1, Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY));
}
