import { createEffect, createSignal, on, onMount } from "solid-js";

/**
 * Brings the focus to the first field that is wrong whenever `faults` changes; with `atStart`, to the first field when
 * the form appears.
 *
 * @returns a setter for the form's `ref`
 */
export function createFocus(faults: () => unknown, atStart = false): (form: HTMLFormElement) => void {
  const [form, setForm] = createSignal<HTMLFormElement>();
  createEffect(
    on(
      faults,
      () => {
        const wrong = form()?.querySelector<HTMLInputElement>("input[aria-invalid='true']");
        wrong?.focus();
        // What is typed next takes the place of what did not work.
        wrong?.select();
      },
      { defer: true },
    ),
  );
  onMount(() => {
    if (atStart) form()?.querySelector<HTMLElement>("input:not([hidden])")?.focus();
  });
  return setForm;
}
