import { revalidate, useSearchParams } from "@solidjs/router";
import { monthIn } from "../features/audit/filter.ts";
import { monthOf } from "../features/audit/month.ts";
import { MonthSelect } from "../features/audit/month-select.tsx";
import { Overview } from "../features/audit/overview.tsx";
import { readOverview } from "../features/audit/queries.ts";
import { OVERVIEW_WORDS as WORDS } from "../features/audit/words.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { Loading, PageHead } from "../ui/page.tsx";

/** How much came in and what became of it, in counts alone. */
export default function OverviewPage() {
  const [search, setSearch] = useSearchParams();
  const month = () => monthIn(search) ?? monthOf(new Date());
  return (
    <Allowed to={["owner", "officer"]}>
      <PageHead title={WORDS.title}>
        <p class="lede small">{WORDS.lede}</p>
      </PageHead>
      <div class="filter-bar">
        <MonthSelect month={month()} onChange={(chosen) => setSearch({ month: chosen })} />
      </div>
      <Loading onRetry={() => void revalidate(readOverview.key)}>
        <Overview month={month()} />
      </Loading>
    </Allowed>
  );
}
