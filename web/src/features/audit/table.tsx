import type { AuditEventView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show, createEffect, createSignal, on } from "solid-js";
import { createPages } from "../../lib/create-pages.ts";
import { MoreButton } from "../../ui/more.tsx";
import { Entry } from "./entry.tsx";
import type { AuditFilter } from "./filter.ts";
import { readAudit } from "./queries.ts";
import { AUDIT_WORDS as WORDS } from "./words.ts";

/** The entries that a filter finds; `onRead` is told of them and who reads, for the choices that they offer. */
export function AuditTable(props: {
  readonly filter: AuditFilter;
  readonly onRead: (events: readonly AuditEventView[], reader: string) => void;
}) {
  const first = createAsync(() => readAudit(props.filter));
  const [lastCount, setLastCount] = createSignal<number>();
  const pages = createPages(first, async (cursor) => {
    const page = await readAudit(props.filter, cursor);
    setLastCount(page.events.length);
    return { items: page.events, cursor: page.cursor };
  });
  createEffect(on(first, () => setLastCount(undefined)));
  const events = () => [...(first()?.events ?? []), ...pages.items()];
  createEffect(() => props.onRead(events(), first()?.me.displayName ?? ""));
  const isDry = () => pages.hasMore() && (lastCount() ?? first()?.events.length) === 0;
  return (
    <section class="sheet flush" aria-label={WORDS.entries}>
      <Show when={events().length > 0} fallback={<Empty hasMore={pages.hasMore()} />}>
        <div class="table-wrap">
          <table class="table log" role="table" aria-label={WORDS.label}>
            <Head />
            <tbody role="rowgroup">
              <For each={events()}>{(event) => <Entry event={event} />}</For>
            </tbody>
          </table>
        </div>
      </Show>
      <p class="list-say" role="status">
        {isDry() ? WORDS.dry : ""}
      </p>
      <MoreButton pages={pages} word={isDry() ? WORDS.further : WORDS.more} />
    </section>
  );
}

function Head() {
  return (
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
  );
}

function Empty(props: { readonly hasMore: boolean }) {
  return (
    <div class="empty">
      <h2>{props.hasMore ? WORDS.notYet : WORDS.empty}</h2>
      <Show when={!props.hasMore}>
        <p>{WORDS.emptyText}</p>
      </Show>
    </div>
  );
}
