import { createSignal } from "solid-js";
import type { AuditFilter } from "../features/audit/filter.ts";
import { AuditFilters } from "../features/audit/filters.tsx";
import { Overview } from "../features/audit/overview.tsx";
import { QuarantineTable } from "../features/audit/quarantine-table.tsx";
import { AuditTable } from "../features/audit/table.tsx";
import { Loading } from "../ui/page.tsx";
import { ME } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

const MONTH = "2026-11";

/** What the security officer and the owner look at. */
export function Oversight() {
  const [filter, setFilter] = createSignal<AuditFilter>({ month: MONTH, outcome: "refused" });
  return (
    <Section title="Audit log, put aside, overview">
      <Sample name="filters" wide>
        <AuditFilters
          filter={filter()}
          people={[{ personID: ME, name: "Dr. Amara Voss", role: "provider" }]}
          onChange={(change) => setFilter({ ...filter(), ...change })}
        />
      </Sample>
      <Sample name="entries of each outcome; one opens" wide>
        <Loading>
          <AuditTable filter={{ month: MONTH }} onRead={() => {}} />
        </Loading>
      </Sample>
      <Sample name="put aside, for each reason" wide>
        <Loading>
          <QuarantineTable month={MONTH} />
        </Loading>
      </Sample>
      <Sample name="counts of a month" wide>
        <Loading>
          <Overview month={MONTH} />
        </Loading>
      </Sample>
    </Section>
  );
}
