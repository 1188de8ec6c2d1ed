import { LIMITS, reviewRoutes } from "@postern/contract";
import { findSettings, type Queue } from "../clinic/index.ts";
import { nameOf } from "../identity/index.ts";
import type { ActorOf, Context } from "../kernel/index.ts";
import { missing, operation, present, release } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import { CARE_TEAM, worksAt } from "./rules.ts";
import { countsOf, tasksOfPerson, tasksOfQueue } from "./store.ts";
import { taskSummary } from "./view.ts";

export type Colleague = ActorOf<(typeof CARE_TEAM)[number]>;
type Onlooker = Colleague | ActorOf<"owner">;

async function queuesOf(deps: TaskDeps, { actor }: Context<Onlooker>): Promise<readonly Queue[]> {
  const settings = await findSettings(deps.reader, actor.clinicID);
  return (settings?.queues ?? []).filter((queue) => worksAt(actor.locationIDs, queue.locationID));
}

/** The queues of one's locations, with how much waits in each. */
export const list = operation({
  action: "queue.list",
  allow: [...CARE_TEAM, "owner"],
  input: reviewRoutes.queues.input,
  run(deps: TaskDeps, ctx: Context<Onlooker>) {
    const { clinicID, personID } = ctx.actor;
    return Promise.resolve(
      release({
        facts: {},
        once: "queues",
        afterwards: async () => {
          const queues = (await queuesOf(deps, ctx)).map(async ({ queueID, name, locationID }) =>
            present({ queueID, name, locationID, ...(await countsOf(deps.reader, clinicID, queueID)) }),
          );
          const displayName = (await nameOf(deps.reader, await deps.fields(), clinicID, personID)) ?? "";
          return { me: { displayName }, queues: await Promise.all(queues) };
        },
      }),
    );
  },
});

/** One lane of a queue, oldest first; a queue of the whole clinic shows the work of one's own locations. */
export const tasks = operation({
  action: "task.list",
  allow: CARE_TEAM,
  input: reviewRoutes.tasks.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { queueID, lane, cursor }) {
    const { clinicID, personID, locationIDs } = ctx.actor;
    const queues = await queuesOf(deps, ctx);
    if (!queues.some((queue) => queue.queueID === queueID)) throw missing();
    const scope = [clinicID, personID, "task.list", queueID, lane].join("\n");
    const now = ctx.clock.now();
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: { entityID: queueID },
      once: `tasks ${queueID} ${lane} ${cursor ?? ""}`,
      afterwards: async () => {
        const page = await tasksOfQueue(deps.reader, clinicID, queueID, lane, {
          limit: LIMITS.pageSize,
          after,
        });
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
    const { clinicID, personID } = ctx.actor;
    const scope = [clinicID, personID, "task.list-mine"].join("\n");
    const now = ctx.clock.now();
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: {},
      once: `mine ${cursor ?? ""}`,
      afterwards: async () => {
        const page = await tasksOfPerson(deps.reader, clinicID, personID, { limit: LIMITS.pageSize, after });
        return present({
          tasks: page.tasks.map(taskSummary),
          cursor: page.last && (await deps.cursors.seal(scope, page.last, now)),
        });
      },
    });
  },
});
