import { LIMITS, reviewRoutes, type QueueID, type QueueView } from "@postern/contract";
import { findSettings, type Location, type Queue } from "../clinic/index.ts";
import { nameOf } from "../identity/index.ts";
import type { ActorOf, Context } from "../kernel/index.ts";
import { iso, missing, operation, present, release } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import { countOverdue, overduePage, overdueTasks, type DueTask } from "./due-store.ts";
import { CARE_TEAM, worksAt } from "./rules.ts";
import { countsOf, tasksOfPerson, tasksOfQueue } from "./store.ts";
import { taskSummary } from "./view.ts";

export type Colleague = ActorOf<(typeof CARE_TEAM)[number]>;
type Onlooker = Colleague | ActorOf<"owner">;

interface Places {
  readonly clinicName: string;
  readonly queues: readonly Queue[];
  readonly locations: readonly Location[];
}

/** One's own locations, and the queues that serve them. */
async function placesOf(deps: TaskDeps, { actor }: Context<Onlooker>): Promise<Places> {
  const settings = await findSettings(deps.reader, actor.clinicID);
  const isOwn = ({ locationID }: Queue | Location) => worksAt(actor.locationIDs, locationID);
  return {
    clinicName: settings?.clinic.name ?? "",
    queues: (settings?.queues ?? []).filter(isOwn),
    locations: (settings?.locations ?? []).filter(isOwn),
  };
}

/** What is overdue in a queue at one's locations, as far as it was counted. */
async function overdueIn(
  deps: TaskDeps,
  { actor, clock }: Context<Onlooker>,
  queues: readonly Queue[],
): Promise<(queueID: QueueID) => Pick<QueueView, "overdue" | "moreOverdue">> {
  const { counts, isMore } = await countOverdue(
    overdueTasks(deps.reader, actor.clinicID, iso(clock.now())),
    queues.map(({ queueID }) => queueID),
    ({ locationID }) => worksAt(actor.locationIDs, locationID),
  );
  return (queueID) => ({ overdue: counts.get(queueID) ?? 0, ...(isMore ? { moreOverdue: true } : {}) });
}

/** The queues of one's locations, with how much waits in each, and how much one has claimed oneself. */
export const list = operation({
  action: "queue.list",
  allow: [...CARE_TEAM, "owner"],
  input: reviewRoutes.queues.input,
  run(deps: TaskDeps, ctx: Context<Onlooker>) {
    const { clinicID, personID, locationIDs } = ctx.actor;
    return Promise.resolve(
      release({
        facts: {},
        once: "queues",
        afterwards: async () => {
          const own = await placesOf(deps, ctx);
          const overdueOf = await overdueIn(deps, ctx, own.queues);
          const queues = own.queues.map(async ({ queueID, name, locationID }) => {
            const counts = await countsOf(deps.reader, clinicID, queueID);
            return present({ queueID, name, locationID, ...counts, ...overdueOf(queueID) });
          });
          const claimed = await tasksOfPerson(deps.reader, clinicID, personID, {
            limit: LIMITS.overdueShown,
          });
          const mine = claimed.tasks.filter(({ locationID }) => worksAt(locationIDs, locationID)).length;
          const displayName = (await nameOf(deps.reader, await deps.fields(), clinicID, personID)) ?? "";
          const locations = own.locations.map(({ locationID, name }) => ({ locationID, name }));
          const { clinicName } = own;
          return { me: { displayName }, clinicName, mine, queues: await Promise.all(queues), locations };
        },
      }),
    );
  },
});

/**
 * One lane of a queue, oldest or longest overdue first; a queue of the whole clinic shows the work of one's own
 * locations.
 */
export const tasks = operation({
  action: "task.list",
  allow: CARE_TEAM,
  input: reviewRoutes.tasks.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { queueID, lane, cursor }) {
    const { clinicID, personID, locationIDs } = ctx.actor;
    const { queues } = await placesOf(deps, ctx);
    if (!queues.some((queue) => queue.queueID === queueID)) throw missing();
    const isWanted = (due: DueTask) => due.queueID === queueID && worksAt(locationIDs, due.locationID);
    const scope = [clinicID, personID, "task.list", queueID, lane].join("\n");
    const now = ctx.clock.now();
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: { entityID: queueID },
      once: `tasks ${queueID} ${lane} ${cursor ?? ""}`,
      afterwards: async () => {
        const paging = { limit: LIMITS.pageSize, after };
        const page =
          lane === "overdue"
            ? await overduePage(deps.reader, clinicID, iso(now), isWanted, paging)
            : await tasksOfQueue(deps.reader, clinicID, queueID, lane, paging);
        const own = page.tasks.filter((task) => worksAt(locationIDs, task.locationID));
        return present({
          tasks: own.map(taskSummary),
          cursor: page.last && (await deps.cursors.seal(scope, page.last, now)),
        });
      },
    });
  },
});

/** What I have claimed, soonest due first. */
export const mine = operation({
  action: "task.list-mine",
  allow: CARE_TEAM,
  input: reviewRoutes.myTasks.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { cursor }) {
    const { clinicID, personID, locationIDs } = ctx.actor;
    const scope = [clinicID, personID, "task.list-mine"].join("\n");
    const now = ctx.clock.now();
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: {},
      once: `mine ${cursor ?? ""}`,
      afterwards: async () => {
        const page = await tasksOfPerson(deps.reader, clinicID, personID, { limit: LIMITS.pageSize, after });
        const own = page.tasks.filter((task) => worksAt(locationIDs, task.locationID));
        return present({
          tasks: own.map(taskSummary),
          cursor: page.last && (await deps.cursors.seal(scope, page.last, now)),
        });
      },
    });
  },
});
