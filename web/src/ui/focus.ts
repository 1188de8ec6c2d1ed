import { onMount } from "solid-js";

/**
 * As a `ref`: brings the focus to an element as soon as it appears, where what had it is gone. The element needs
 * `tabindex={-1}` when it is no control.
 */
export function focusAtStart(element: HTMLElement): void {
  onMount(() => element.focus());
}
