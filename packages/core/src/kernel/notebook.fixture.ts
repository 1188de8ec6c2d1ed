import type { Committed, Ledger } from "./context.ts";
import type { AuditEvent } from "./event.ts";
import { put, remove, type Write } from "./plan.ts";
import { Problem } from "./problem.ts";
import { stepUpRequired } from "./step-up.ts";

/** A ledger in memory: what was committed, in order, and answers prepared for the next commits. */
export function notebook() {
  const committed: Write[][] = [];
  const events: AuditEvent[] = [];
  const answers: (Committed | Problem)[] = [];
  const known = new Map<Write, AuditEvent>();
  const ids = new Set<string>();
  const ledger: Ledger = {
    audit(event) {
      const write = put({ event });
      known.set(write, event);
      return write;
    },
    useStepUp: (use) => remove({ use }, stepUpRequired),
    commit(writes) {
      const answer = answers.shift() ?? { outcome: "done" };
      if (answer instanceof Problem) return Promise.reject(answer);
      const last = writes.at(-1);
      const event = last && known.get(last);
      if (event === undefined) throw new Error("a commit without its audit row");
      if (answer.outcome !== "done") return Promise.resolve(answer);
      if (ids.has(event.eventID)) {
        return Promise.resolve({ outcome: "refused", failed: [writes.length - 1] });
      }
      ids.add(event.eventID);
      committed.push([...writes]);
      events.push(event);
      return Promise.resolve(answer);
    },
  };
  return { ledger, committed, events, answers };
}
