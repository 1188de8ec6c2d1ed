import { MonthPage } from "../features/audit/month-page.tsx";
import { Overview } from "../features/audit/overview.tsx";
import { readOverview } from "../features/audit/queries.ts";
import { AUDIT_WORDS as WORDS } from "../features/audit/words.ts";

/** How much came in and what became of it, in counts alone. */
export default function OverviewPage() {
  return (
    <MonthPage to={["owner", "officer"]} words={WORDS.overview} query={readOverview.key}>
      {(month) => <Overview month={month()} />}
    </MonthPage>
  );
}
