import { For, Show, onCleanup, onMount } from "solid-js";
import { Portal } from "solid-js/web";
import { Watermark } from "../watermark.tsx";

/** What is to be printed: pictures that carry the watermark already, by their addresses; or text. */
export type Printed = { readonly pages: readonly string[] } | { readonly text: string };

/**
 * The only thing on the paper while it stands: the print style hides the portal's own pages. It asks for the printer
 * when all of it is there.
 */
export function PrintedPages(props: {
  readonly printed: Printed;
  /** Who prints, and when. */
  readonly mark: string;
  readonly caption: string;
  readonly onPrinted: () => void;
  readonly onFailed: (error: unknown) => void;
}) {
  let root: HTMLElement | undefined;
  const pages = () => ("pages" in props.printed ? props.printed.pages : []);
  const text = () => ("text" in props.printed ? props.printed.text : undefined);
  const printed = () => props.onPrinted();
  onMount(() => {
    document.documentElement.dataset["printing"] = "";
    window.addEventListener("afterprint", printed);
    // A picture that is not decoded yet would be an empty page.
    const pictures = [...(root?.querySelectorAll("img") ?? [])].map((picture) => picture.decode());
    Promise.all(pictures).then(() => window.print(), props.onFailed);
  });
  onCleanup(() => {
    delete document.documentElement.dataset["printing"];
    window.removeEventListener("afterprint", printed);
  });
  return (
    <Portal>
      <section class="printed" aria-hidden="true" ref={(element) => (root = element)}>
        <p class="printed-caption">{props.caption}</p>
        <For each={pages()}>{(address) => <img src={address} alt="" />}</For>
        <Show when={text() !== undefined}>
          <pre>{text()}</pre>
          <Watermark text={props.mark} />
        </Show>
      </section>
    </Portal>
  );
}
