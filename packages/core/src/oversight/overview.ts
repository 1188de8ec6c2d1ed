import { adminRoutes, type OverviewCount, type OverviewDay } from "@postern/contract";
import { eventsOf } from "../audit/index.ts";
import type { ActorOf, Context } from "../kernel/index.ts";
import { iso, operation, present, release, timeOf } from "../kernel/index.ts";
import type { OversightDeps } from "./deps.ts";
import { OVERVIEW_LANES, countOf } from "./rules.ts";

/** Rows that are read of each lane. */
const COUNTED_ROWS = 1000;

/** How many submissions were routed, decided or put aside on each day of a month: counts, of nobody. */
export const read = operation({
  action: "overview.read",
  allow: ["owner", "security-officer"],
  input: adminRoutes.overview.input,
  async run(
    deps: Pick<OversightDeps, "reader">,
    ctx: Context<ActorOf<"owner" | "security-officer">>,
    { month: asked },
  ) {
    const { clinicID } = ctx.actor;
    const month = asked ?? iso(ctx.clock.now()).slice(0, 7);
    return release({
      facts: { code: month },
      once: `overview ${month}`,
      afterwards: async () => {
        const lanes = OVERVIEW_LANES.map(async (lane) => {
          const page = await eventsOf(
            deps.reader,
            clinicID,
            { kind: "lane", lane, month },
            { limit: COUNTED_ROWS },
          );
          const counts = page.events.map((event) => ({
            eventID: event.eventID,
            at: event.at,
            count: countOf(lane, event),
          }));
          return { counts, oldest: page.isMore ? page.events.at(-1)?.eventID : undefined };
        });
        return summed(await Promise.all(lanes));
      },
    });
  },
});

interface Counted {
  readonly eventID: string;
  readonly at: string;
  readonly count: OverviewCount;
}

/** Counts by day; where a lane was cut off, all others end at the same moment, so that days can be compared. */
function summed(
  lanes: readonly { readonly counts: readonly Counted[]; readonly oldest: string | undefined }[],
) {
  const since = lanes
    .flatMap(({ oldest = "" }) => (oldest === "" ? [] : [oldest]))
    .sort()
    .at(-1);
  const days = new Map<string, Record<OverviewCount, number>>();
  for (const { eventID, at, count } of lanes.flatMap(({ counts }) => counts)) {
    if (since !== undefined && eventID < since) continue;
    const day = at.slice(0, 10);
    const sums = days.get(day) ?? { routed: 0, accepted: 0, returned: 0, rejected: 0, putAside: 0 };
    sums[count] += 1;
    days.set(day, sums);
  }
  const inOrder = [...days].sort(([one], [other]) => (one < other ? -1 : 1));
  return present({
    days: inOrder.map(([day, sums]): OverviewDay => ({ day, ...sums })),
    countedSince: since && iso(timeOf(since)),
  });
}
