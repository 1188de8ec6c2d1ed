/** A session is touched at most so often, and only by what a person does. */
export const TOUCH_INTERVAL_MS = 60_000;
/** So long before the end a person is warned, who can then stay by doing anything (WCAG 2.2, 2.2.1). */
export const WARNING_MS = 2 * 60_000;
const CHECK_INTERVAL_MS = 5000;
const INPUTS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;
/** A page that was out of sight is judged before it is seen again: its timers may have slept. */
const RETURNS = ["visibilitychange", "pageshow"] as const;

export interface ActivityOptions {
  /** Where a person's input arrives: the window. */
  readonly target: EventTarget;
  readonly idleMs: number;
  /** Tells the server that a person is here. */
  readonly touch: () => void;
  /** Hears of a person in another tab of this browser, who touches the session from there. */
  readonly hearOthers: (act: () => void) => () => void;
  /** The end is near, or is so no longer. */
  readonly onNear: (isNear: boolean) => void;
  /** Nobody has been here for `idleMs`. Called once. */
  readonly onIdle: () => void;
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
  let isNear = false;
  const isOver = () => now() - lastInput >= options.idleMs;

  function stop() {
    for (const name of INPUTS) target.removeEventListener(name, onInput);
    for (const name of RETURNS) target.removeEventListener(name, check);
    stopChecking();
    stopHearing();
  }
  function tellNear(next: boolean) {
    if (next === isNear) return;
    isNear = next;
    options.onNear(next);
  }
  function end() {
    stop();
    options.onIdle();
  }
  function check() {
    if (isOver()) return end();
    tellNear(now() - lastInput >= options.idleMs - WARNING_MS);
  }
  function onInput() {
    if (isOver()) return end();
    lastInput = now();
    tellNear(false);
    if (lastInput - lastTouch < TOUCH_INTERVAL_MS) return;
    lastTouch = lastInput;
    options.touch();
  }
  for (const name of INPUTS) target.addEventListener(name, onInput, { passive: true });
  for (const name of RETURNS) target.addEventListener(name, check);
  const stopHearing = options.hearOthers(() => {
    if (isOver()) return end();
    lastInput = lastTouch = now();
    tellNear(false);
  });
  const stopChecking = options.every(CHECK_INTERVAL_MS, check);
  return stop;
}
