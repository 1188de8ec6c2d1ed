import { PersonID, type AuditEventView } from "@postern/contract";
import { revalidate, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal } from "solid-js";
import { filterOf, given, monthIn, parametersOf, type AuditFilter } from "../features/audit/filter.ts";
import { AuditFilters, type Somebody } from "../features/audit/filters.tsx";
import { monthOf } from "../features/audit/month.ts";
import { readAudit } from "../features/audit/queries.ts";
import { AuditTable } from "../features/audit/table.tsx";
import { AUDIT_WORDS as WORDS } from "../features/audit/words.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { signedIn } from "../features/session/session.ts";
import { createFresh } from "../lib/create-fresh.ts";
import { zoneName } from "../lib/format.ts";
import { Loading, PageHead } from "../ui/page.tsx";

/** What everyone did: month by month, by person, action, outcome or submission. */
export default function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const filter = createMemo(() => filterOf(search, monthOf(new Date())));
  const chosen = createMemo(() => given({ ...filter(), month: monthIn(search) }));
  // The address follows when the answer is there; a second choice must not forget the first meanwhile.
  const [wanted, setWanted] = createSignal<AuditFilter>(chosen());
  createEffect(() => setWanted(chosen()));
  const [people, setPeople] = createSignal<readonly Somebody[]>([]);
  createFresh(readAudit.key);
  function change(changed: AuditFilter): void {
    const before = wanted();
    const next = setWanted(given({ ...before, ...changed }));
    // The same question may have another answer by now.
    if (JSON.stringify(next) === JSON.stringify(before)) void revalidate(readAudit.key);
    else setSearch(parametersOf(next));
  }
  return (
    <Allowed to={["officer"]}>
      <PageHead title={WORDS.title}>
        <p class="lede small">
          {WORDS.lede} {WORDS.zone(zoneName())}
        </p>
      </PageHead>
      <AuditFilters filter={filter()} people={people()} onChange={change} />
      <Loading onRetry={() => void revalidate(readAudit.key)}>
        <AuditTable
          filter={filter()}
          onRead={(events, reader) => setPeople((known) => withPeopleOf(known, events, reader))}
        />
      </Loading>
    </Allowed>
  );
}

/** Those who are known, whoever else appears, and the one who reads. */
function withPeopleOf(
  known: readonly Somebody[],
  events: readonly AuditEventView[],
  reader: string,
): readonly Somebody[] {
  const people = new Map(known.map((each) => [each.personID, each]));
  for (const { actorID, actorName, role } of events) {
    const personID = PersonID.safeParse(actorID).data;
    if (personID === undefined || people.has(personID)) continue;
    people.set(personID, { personID, name: actorName || personID, role });
  }
  const { personID, role } = signedIn().session;
  if (reader !== "" && !people.has(personID)) people.set(personID, { personID, name: reader, role });
  return people.size === known.length ? known : [...people.values()];
}
