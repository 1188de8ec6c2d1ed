import { MonthPage } from "../features/audit/month-page.tsx";
import { QuarantineTable } from "../features/audit/quarantine-table.tsx";
import { readQuarantine } from "../features/audit/queries.ts";
import { AUDIT_WORDS as WORDS } from "../features/audit/words.ts";

/** Which documents were put aside, and why. */
export default function QuarantinePage() {
  return (
    <MonthPage to={["officer"]} words={WORDS.quarantine} query={readQuarantine.key}>
      {(month) => <QuarantineTable month={month()} />}
    </MonthPage>
  );
}
