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
  function leave(event: Event) {
    event.preventDefault();
    props.onClose();
  }
  /** The browser tells of an end a moment later: what was asked again by then stays. */
  function closed() {
    if (props.isOpen && element()?.open === false) props.onClose();
  }
  return (
    <dialog ref={setElement} class="dialog" aria-labelledby={id} onCancel={leave} onClose={closed}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
