import { revalidate, useSearchParams } from "@solidjs/router";
import { monthIn } from "../features/audit/filter.ts";
import { monthOf } from "../features/audit/month.ts";
import { MonthSelect } from "../features/audit/month-select.tsx";
import { QuarantineTable } from "../features/audit/quarantine-table.tsx";
import { readQuarantine } from "../features/audit/queries.ts";
import { QUARANTINE_WORDS as WORDS } from "../features/audit/words.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { Loading, PageHead } from "../ui/page.tsx";

/** Which documents were put aside, and why. */
export default function QuarantinePage() {
  const [search, setSearch] = useSearchParams();
  const month = () => monthIn(search) ?? monthOf(new Date());
  return (
    <Allowed to={["officer"]}>
      <PageHead title={WORDS.title}>
        <p class="lede small">{WORDS.lede}</p>
      </PageHead>
      <div class="filter-bar">
        <MonthSelect month={month()} onChange={(chosen) => setSearch({ month: chosen })} />
      </div>
      <Loading onRetry={() => void revalidate(readQuarantine.key)}>
        <QuarantineTable month={month()} />
      </Loading>
    </Allowed>
  );
}
