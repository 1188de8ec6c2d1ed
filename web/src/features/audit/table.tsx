import type { AuditEventView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { createPages } from "../../lib/create-pages.ts";
import { formatExact } from "../../lib/format.ts";
import { MoreButton } from "../../ui/more.tsx";
import { State } from "../../ui/state.tsx";
import { ROLE_WORDS } from "../../words.ts";
import { readAudit } from "./queries.ts";
import { actionWords, AUDIT_WORDS as WORDS, OUTCOME_WORDS } from "./words.ts";

/** The entries of one month. */
export function AuditTable(props: { readonly month: string }) {
  const first = createAsync(() => readAudit(props.month));
  const pages = createPages(first, async (cursor) => {
    const page = await readAudit(props.month, cursor);
    return { items: page.events, cursor: page.cursor };
  });
  const events = () => [...(first()?.events ?? []), ...pages.items()];
  return (
    <section class="sheet flush" aria-label={WORDS.entries}>
      <Show when={events().length > 0} fallback={<Empty />}>
        <div class="table-wrap">
          <table class="table log" role="table" aria-label={WORDS.label}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" class="col-when">
                  {WORDS.when}
                </th>
                <th role="columnheader" class="col-who">
                  {WORDS.who}
                </th>
                <th role="columnheader">{WORDS.what}</th>
                <th role="columnheader" class="col-outcome">
                  {WORDS.outcome}
                </th>
                <th role="columnheader" class="col-about">
                  {WORDS.about}
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              <For each={events()}>{(event) => <Entry event={event} />}</For>
            </tbody>
          </table>
        </div>
        <MoreButton pages={pages} word={WORDS.more} />
      </Show>
    </section>
  );
}

function Entry(props: { readonly event: AuditEventView }) {
  const isRefused = () => props.event.outcome !== "ok";
  const about = () =>
    [props.event.patientID, props.event.submissionID, props.event.documentID].filter(
      (id) => id !== undefined,
    );
  return (
    <tr role="row" data-refused={isRefused() ? "" : undefined}>
      <td role="cell" class="l-when">
        <time dateTime={props.event.at}>{formatExact(props.event.at)}</time>
      </td>
      <td role="cell" class="l-who">
        <span class="who">{ROLE_WORDS[props.event.role]}</span>
        <small classList={{ mono: props.event.actorName === undefined }}>
          {props.event.actorName ?? props.event.actorID}
        </small>
      </td>
      <td role="cell" class="l-did">
        {actionWords(props.event.action)}
        <small class="mono">{props.event.action}</small>
      </td>
      <td role="cell" class="l-why">
        <State state={OUTCOME_WORDS[props.event.outcome]} bare={!isRefused()} />
        <Show when={props.event.code}>
          <small class="mono">{props.event.code}</small>
        </Show>
      </td>
      <td role="cell" class="l-about">
        <For each={about()}>{(id) => <small class="mono">{id}</small>}</For>
      </td>
    </tr>
  );
}

function Empty() {
  return (
    <div class="empty">
      <h2>{WORDS.empty}</h2>
      <p>{WORDS.emptyText}</p>
    </div>
  );
}
