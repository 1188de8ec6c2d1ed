import { createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { RECEIPT_WORDS as WORDS } from "./words.ts";

/** Copies a text, and says so. */
export function CopyButton(props: { readonly text: string; readonly label: string }) {
  const [did, setDid] = createSignal<"copied" | "copyFailed">();
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.text);
      setDid("copied");
    } catch {
      setDid("copyFailed");
    }
  }
  const said = () => {
    const done = did();
    return done === undefined ? "" : WORDS[done];
  };
  return (
    <span class="copy no-print">
      <button class="btn quiet icon-only" type="button" aria-label={props.label} onClick={() => void copy()}>
        <Icon name={did() === "copied" ? "check" : "copy"} />
      </button>
      <span class="tiny muted" role="status">
        {said()}
      </span>
    </span>
  );
}
