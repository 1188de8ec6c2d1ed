import type { SignedReceipt } from "@postern/contract";
import { Show, createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { saveReceipt, savePaper } from "./saving.ts";
import { RECEIPT_WORDS as WORDS } from "./words.ts";

/** To take it along: the file that proves it, and a paper to read. */
export function KeepReceipt(props: { readonly receipt: SignedReceipt }) {
  const [isBusy, setBusy] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  async function paper() {
    if (isBusy()) return;
    setBusy(true);
    setFailed(
      await savePaper(props.receipt).then(
        () => false,
        () => true,
      ),
    );
    setBusy(false);
  }
  return (
    <section class="sheet no-print" aria-labelledby="keep-receipt">
      <header>
        <h2 id="keep-receipt">{WORDS.keepTitle}</h2>
      </header>
      <p class="small muted">{WORDS.keepText}</p>
      <div class="keep-acts">
        <button class="btn secondary" type="button" onClick={() => saveReceipt(props.receipt)}>
          <Icon name="download" />
          {WORDS.saveFile}
        </button>
        <button class="btn secondary" type="button" aria-busy={isBusy()} onClick={() => void paper()}>
          <Icon name="file-text" />
          {WORDS.savePaper}
        </button>
      </div>
      <Show when={hasFailed()}>
        <Note tone="danger" alert>
          <p>{WORDS.paperFailed}</p>
        </Note>
      </Show>
      <p>
        {/* A page without the shell has no idle lock, so this one ends: nothing it has read goes along. */}
        <a class="more" href="/verify" rel="external">
          {WORDS.check}
        </a>
      </p>
    </section>
  );
}
