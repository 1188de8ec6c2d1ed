import type { QuarantineView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { createPages } from "../../lib/create-pages.ts";
import { formatExact } from "../../lib/format.ts";
import { MoreButton } from "../../ui/more.tsx";
import { State } from "../../ui/state.tsx";
import { auditHref } from "./filter.ts";
import { readQuarantine } from "./queries.ts";
import { AUDIT_WORDS as WORDS } from "./words.ts";

/** Documents that were put aside in a month. */
export function QuarantineTable(props: { readonly month: string }) {
  const first = createAsync(() => readQuarantine(props.month));
  const pages = createPages(first, async (cursor) => {
    const page = await readQuarantine(props.month, cursor);
    return { items: page.documents, cursor: page.cursor };
  });
  const documents = () => [...(first()?.documents ?? []), ...pages.items()];
  return (
    <section class="sheet flush" aria-label={WORDS.quarantine.label}>
      <Show when={documents().length > 0} fallback={<Empty hasMore={pages.hasMore()} />}>
        <div class="table-wrap">
          <table class="table log" role="table" aria-label={WORDS.quarantine.label}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" class="col-who">
                  {WORDS.when}
                </th>
                <th role="columnheader">{WORDS.quarantine.why}</th>
                <th role="columnheader">{WORDS.about}</th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              <For each={documents()}>{(document) => <Row document={document} />}</For>
            </tbody>
          </table>
        </div>
      </Show>
      <MoreButton pages={pages} word={WORDS.further} />
    </section>
  );
}

function Row(props: { readonly document: QuarantineView }) {
  return (
    <tr role="row" data-refused="">
      <td role="cell" class="l-when">
        <time dateTime={props.document.at}>{formatExact(props.document.at)}</time>
      </td>
      <td role="cell" class="l-did">
        <State state={{ tone: "warn", icon: "triangle-alert", word: WORDS.reasons[props.document.reason] }} />
        <small class="mono">{props.document.reason}</small>
      </td>
      <td role="cell" class="l-about">
        <a class="mono small" href={auditHref({ submissionID: props.document.submissionID })}>
          {props.document.submissionID}
        </a>
        <small class="mono">{props.document.documentID}</small>
      </td>
    </tr>
  );
}

function Empty(props: { readonly hasMore: boolean }) {
  return (
    <div class="empty">
      <h2>{props.hasMore ? WORDS.notYet : WORDS.quarantine.empty}</h2>
      <p>{props.hasMore ? WORDS.dry : WORDS.quarantine.emptyText}</p>
    </div>
  );
}
