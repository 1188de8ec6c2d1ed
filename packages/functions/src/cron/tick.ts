import type { ClinicID } from "@postern/contract";
import { listClinics } from "@postern/core/clinic";
import { dueSubmissions } from "@postern/core/intake";
import { iso, present } from "@postern/core/kernel";
import { errandsFor, windowOf } from "@postern/core/upkeep";
import { bootTick } from "../boot/tick.ts";
import { failure } from "../queue/batch.ts";

const { log, clock, directory, due, ask } = bootTick();

/** As many as one environment keeps credentials of. */
const CLINICS_PER_RUN = 200;
const DUE_PER_CLINIC = 100;
const AT_ONCE = 10;
/** What is on its way is not late: its own events and messages have this long. */
const GRACE_MS = 60_000;
/** A run is over before the next one begins. */
const RUN_MS = 40_000;

/** What a run has done. */
export interface Ticked {
  readonly clinics: number;
  readonly asked: number;
  readonly failed: number;
}

/**
 * Asks the workers to look at what is late. It writes nothing and decides nothing: what is asked for twice is done once,
 * and what this run does not come to is still due in the next. One clinic's trouble is not another's.
 */
export const handler = async (): Promise<Ticked> => {
  const begunMs = clock.now();
  const { clinics, unreadable } = await listClinics(directory);
  tellUnreadable(unreadable);
  const { turn, newestFirst } = windowOf(clinics, begunMs, CLINICS_PER_RUN);
  const sum = { clinics: 0, asked: 0, failed: 0 };
  await inLanes(turn, async (clinicID) => {
    if (clock.now() - begunMs > RUN_MS) return;
    try {
      const asked = await look(clinicID, newestFirst);
      sum.asked += asked;
      sum.clinics += 1;
    } catch (error) {
      sum.failed += 1;
      log("error", "tick.failed", { clinicID, ...failure(error) });
    }
  });
  log("info", "tick.done", { code: `asked-${sum.asked}` });
  return sum;
};

/** @returns how often workers were asked */
async function look(clinicID: ClinicID, newestFirst: boolean): Promise<number> {
  const before = iso(clock.now() - GRACE_MS);
  const page = { limit: DUE_PER_CLINIC, newestFirst };
  const late = await dueSubmissions(await due(clinicID), clinicID, before, page);
  tellUnreadable(late.unreadable, clinicID);
  const errands = late.due.flatMap(({ submissionID, state }) =>
    errandsFor(state).map((errand) => ({ errand, submissionID })),
  );
  await inLanes(errands, ({ errand, submissionID }) => ask[errand]({ clinicID, submissionID }));
  return errands.length;
}

/** A row that cannot be read is passed over: it keeps nothing else waiting. */
function tellUnreadable(count: number, clinicID?: ClinicID): void {
  if (count > 0) log("error", "tick.unreadable", present({ code: `rows-${count}`, clinicID }));
}

/** Does something with each, a few at a time. */
async function inLanes<Each>(all: readonly Each[], work: (each: Each) => Promise<void>): Promise<void> {
  const rest = all.values();
  const lane = async () => {
    for (const each of rest) await work(each);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
