import { reviewRoutes } from "@postern/contract";
import { findMembers, nameOf } from "../identity/index.ts";
import type { Context } from "../kernel/index.ts";
import { operation, release } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import type { Colleague } from "./queue.ts";
import { CARE_TEAM, worksAt } from "./rules.ts";
import { ownTask } from "./task.ts";

/** Whom a task can be handed over to: the others of the care team who work at its location, by name. */
export const list = operation({
  action: "task.colleagues",
  allow: CARE_TEAM,
  input: reviewRoutes.colleagues.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID }) {
    const { clinicID, personID: me } = ctx.actor;
    const task = await ownTask(deps, ctx, taskID);
    return release({
      facts: { entityID: taskID },
      once: `colleagues ${taskID}`,
      afterwards: async () => {
        const fields = await deps.fields();
        const members = await findMembers(deps.reader, clinicID, CARE_TEAM);
        const others = members.filter(
          ({ personID, locationIDs }) => personID !== me && worksAt(locationIDs, task.locationID),
        );
        const colleagues = await Promise.all(
          others.map(async ({ personID, role }) => {
            const displayName = (await nameOf(deps.reader, fields, clinicID, personID)) ?? "";
            return { personID, displayName, role };
          }),
        );
        return {
          colleagues: colleagues.toSorted((one, other) => one.displayName.localeCompare(other.displayName)),
        };
      },
    });
  },
});
