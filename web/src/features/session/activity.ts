/** A session is touched at most so often, and only by what a person does. */
export const TOUCH_INTERVAL_MS = 60_000;
const CHECK_INTERVAL_MS = 5000;
const INPUTS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export interface ActivityOptions {
  /** Where a person's input arrives: the window. */
  readonly target: EventTarget;
  readonly idleMs: number;
  /** Tells the server that a person is here. */
  readonly touch: () => void;
  /** Nobody has been here for `idleMs`. Called once. */
  readonly onIdle: () => void;
  /** True while something runs that must not be cut off, such as sending files. */
  readonly isBusy: () => boolean;
  readonly now: () => number;
  /** Calls back every so many milliseconds; gives a function that stops it. */
  readonly every: (ms: number, act: () => void) => () => void;
}

/**
 * Watches whether a person is here. The clock is compared, not counted: a laptop that slept was idle as well.
 *
 * @returns a function that stops it
 */
export function makeActivity(options: ActivityOptions): () => void {
  const { target, now } = options;
  let lastInput = now();
  let lastTouch = now();
  const isOver = () => now() - lastInput >= options.idleMs && !options.isBusy();

  function stop() {
    for (const name of INPUTS) target.removeEventListener(name, onInput);
    stopChecking();
  }
  function end() {
    stop();
    options.onIdle();
  }
  function onInput() {
    if (isOver()) return end();
    lastInput = now();
    if (lastInput - lastTouch < TOUCH_INTERVAL_MS) return;
    lastTouch = lastInput;
    options.touch();
  }
  for (const name of INPUTS) target.addEventListener(name, onInput, { passive: true });
  const stopChecking = options.every(CHECK_INTERVAL_MS, () => {
    if (isOver()) end();
  });
  return stop;
}
