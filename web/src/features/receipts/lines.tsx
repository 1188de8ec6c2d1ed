import type { SignedReceipt } from "@postern/contract";
import { For } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { CopyButton } from "./copy-button.tsx";
import { RECEIPT_WORDS as WORDS, filesIn, receiptLines } from "./words.ts";

/** Enough to compare by eye; all of it is copied. */
const SHOWN = 16;

/** What came in, by size and digest: shut at first, for there may be two hundred. */
export function ReceiptLines(props: { readonly receipt: SignedReceipt }) {
  return (
    <details class="part">
      <summary>{WORDS.whatCameIn(filesIn(props.receipt))}</summary>
      <ul class="docs">
        <For each={receiptLines(props.receipt)}>
          {(line) => (
            <li>
              <b>{line.what}</b>
              <span class="small muted">{WORDS.lockedSize(formatSize(line.sealedSizeBytes))}</span>
              <span class="mono">SHA-256 {line.sha256.slice(0, SHOWN)}…</span>
              <CopyButton text={line.sha256} label={WORDS.copyDigest(line.what)} />
            </li>
          )}
        </For>
      </ul>
      <p class="tiny muted">{WORDS.fingerprints}</p>
    </details>
  );
}
