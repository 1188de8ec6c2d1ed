import { revalidate } from "@solidjs/router";
import { For, createSignal } from "solid-js";
import { monthOf, monthsBefore } from "../features/audit/month.ts";
import { readAudit } from "../features/audit/queries.ts";
import { AuditTable } from "../features/audit/table.tsx";
import { AUDIT_WORDS as WORDS } from "../features/audit/words.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { formatMonth } from "../lib/format.ts";
import { Loading, PageHead } from "../ui/page.tsx";

const MONTHS = 24;

/** What everyone did, month by month. */
export default function AuditPage() {
  const now = new Date();
  const [month, setMonth] = createSignal(monthOf(now));
  return (
    <Allowed to={["officer"]}>
      <PageHead title={WORDS.title}>
        <p class="lede small">{WORDS.lede}</p>
      </PageHead>
      <div class="filters">
        <label for="month">{WORDS.month}</label>
        <select class="input" id="month" onChange={(event) => setMonth(event.currentTarget.value)}>
          <For each={monthsBefore(now, MONTHS)}>
            {(each) => <option value={each}>{formatMonth(each)}</option>}
          </For>
        </select>
      </div>
      <Loading onRetry={() => void revalidate(readAudit.key)}>
        <AuditTable month={month()} />
      </Loading>
    </Allowed>
  );
}
