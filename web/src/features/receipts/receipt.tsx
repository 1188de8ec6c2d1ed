import type { SignedReceipt, SubmissionView } from "@postern/contract";
import { createAsync, revalidate } from "@solidjs/router";
import { Show } from "solid-js";
import { formatDay, formatDated } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Loading } from "../../ui/page.tsx";
import { CopyButton } from "./copy-button.tsx";
import { KeepReceipt } from "./keep.tsx";
import { ReceiptLines } from "./lines.tsx";
import { readReceipt } from "./queries.ts";
import { RECEIPT_WORDS as WORDS, filesIn, placeOf } from "./words.ts";

/** The receipt of what was handed in last, once the team has it. */
export function SubmissionReceipt(props: { readonly view: SubmissionView }) {
  return (
    <Show when={props.view.routedAt} keyed>
      {(routedAt) => (
        <Loading onRetry={() => void revalidate(readReceipt.key)}>
          <Issued view={props.view} routedAt={routedAt} />
        </Loading>
      )}
    </Show>
  );
}

function Issued(props: { readonly view: SubmissionView; readonly routedAt: string }) {
  const receipt = createAsync(() => readReceipt(props.view.submissionID, props.routedAt));
  return <Show when={receipt()}>{(found) => <ReceiptPaper receipt={found()} />}</Show>;
}

/** As it is on paper; what one can do with it stands outside. */
export function ReceiptPaper(props: { readonly receipt: SignedReceipt }) {
  return (
    <div class="stack">
      <article class="receipt" aria-labelledby="receipt-title">
        <header>
          <span class="arch" aria-hidden="true">
            <Icon name="shield-check" />
          </span>
          <h2 id="receipt-title">{WORDS.haveFiles(filesIn(props.receipt))}</h2>
          <p>
            <time dateTime={props.receipt.issuedAt}>{WORDS.cameIn(formatDated(props.receipt.issuedAt))}</time>
          </p>
        </header>
        <div class="seam" />
        <div class="part">
          <div>
            <p class="small muted">{WORDS.number}</p>
            <p class="number">
              {props.receipt.number} <CopyButton text={props.receipt.number} label={WORDS.copyNumber} />
            </p>
          </div>
          <dl class="pairs">
            <div>
              <dt>{WORDS.to}</dt>
              <dd>{placeOf(props.receipt)}</dd>
            </div>
            <Show when={props.receipt.round > 1}>
              <div>
                <dt>{WORDS.round}</dt>
                <dd>{props.receipt.round}</dd>
              </div>
            </Show>
            <div>
              <dt>{WORDS.firstLook}</dt>
              <dd>
                <b>{formatDay(props.receipt.dueAt)}</b>
              </dd>
            </div>
          </dl>
        </div>
        <ReceiptLines receipt={props.receipt} />
      </article>
      <KeepReceipt receipt={props.receipt} />
    </div>
  );
}
