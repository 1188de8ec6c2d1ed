import { createEffect, createSignal, createUniqueId, type JSX } from "solid-js";

/** A question that must be answered or left. Escape leaves it; the browser keeps the focus inside and gives it back. */
export function Dialog(props: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}) {
  const id = createUniqueId();
  const [element, setElement] = createSignal<HTMLDialogElement>();
  createEffect(() => {
    const dialog = element();
    if (props.isOpen && dialog?.open === false) dialog.showModal();
    if (!props.isOpen && dialog?.open === true) dialog.close();
  });
  return (
    <dialog ref={setElement} class="dialog" aria-labelledby={id} onClose={() => props.onClose()}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
