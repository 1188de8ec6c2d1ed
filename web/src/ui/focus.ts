import { onMount } from "solid-js";

/**
 * As a `ref`: brings the focus to an element as soon as it appears, where what had it is gone. The element needs
 * `tabindex={-1}` when it is no control.
 */
export function focusAtStart(element: HTMLElement): void {
  onMount(() => element.focus());
}

/** Parts of a page that can stand in for a control of theirs. */
const PLACES = "[role='group'], section, main";

/**
 * Keeps the focus on the page when the control that has it goes away, as a button does that is done with: the part of
 * the page round it takes over, and gives it back when the control returns. Without this, whoever uses the keyboard or
 * reads by ear is thrown back to the start of the page.
 *
 * @param root the part of the page that is watched; it never goes away itself
 * @returns a function that stops it
 */
export function keepFocus(root: HTMLElement): () => void {
  let held: HTMLElement | undefined;
  let places: readonly HTMLElement[] = [];
  let standIn: HTMLElement | undefined;

  function remember({ target }: FocusEvent) {
    if (!(target instanceof HTMLElement) || target === standIn) return;
    standIn = undefined;
    held = root.contains(target) ? target : undefined;
    places = [...document.querySelectorAll<HTMLElement>(PLACES)].filter((each) => each.contains(target));
  }
  function leave() {
    // What was left for nothing, by a press beside it, is not missed later. What is being taken out is gone by then.
    queueMicrotask(() => {
      if (held?.isConnected === true && document.activeElement === document.body) held = undefined;
    });
  }
  function mend() {
    if (held === undefined) return;
    if (held.isConnected) {
      if (standIn !== undefined && document.activeElement === standIn) held.focus({ preventScroll: true });
      return;
    }
    if (document.activeElement !== document.body) return;
    standIn = places.findLast((each) => each.isConnected) ?? root;
    if (!standIn.hasAttribute("tabindex")) standIn.tabIndex = -1;
    standIn.focus({ preventScroll: true });
  }

  const observer = new MutationObserver(mend);
  observer.observe(root, { childList: true, subtree: true });
  document.addEventListener("focusin", remember);
  document.addEventListener("focusout", leave);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("focusout", leave);
  };
}
