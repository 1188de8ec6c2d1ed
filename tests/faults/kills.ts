import { DEPLOYED_FUNCTIONS } from "../../infra/policy/index.ts";
import { wrongsOf } from "./invariants.ts";
import { doMainJob, type Crew } from "./job.ts";

/** What the mapping does for a function, while nothing of it runs. */
const OUTSIDE = ["lambda:InvokeFunction", "sqs:ReceiveMessage", "sqs:DeleteMessageBatch"];

/** What came of killing each function at each of its points. */
export interface KillRun {
  /** `<function> <action>`: where it was killed, once the call had taken effect. */
  readonly points: readonly string[];
  readonly wrongs: readonly string[];
}

/** Kills each function once at each point at which a call of it takes effect in the main job; a job for each point. */
export async function killEverywhere(crew: Crew): Promise<KillRun> {
  const { cloud } = crew.world;
  const struck = new Set<string>();
  const wrongs: string[] = [];
  for (const point of await pointsOf(crew)) {
    const [name = "", action = ""] = point.split(" ");
    // In a new environment, so that what is done once in its life is done again.
    cloud.reload(name);
    void cloud.killAt(name, action).then(() => struck.add(point));
    const job = await doMainJob(crew, () => undefined);
    wrongs.push(...(await wrongsOf(crew.world, job)).map((wrong) => `${wrong}, killed at ${point}`));
  }
  return { points: [...struck].toSorted(), wrongs };
}

async function pointsOf(crew: Crew): Promise<ReadonlySet<string>> {
  const { cloud, names } = crew.world;
  const points = new Set<string>();
  for (const name of DEPLOYED_FUNCTIONS) cloud.reload(name);
  const stop = cloud.observe(({ caller, action, isPresigned }) => {
    const name = DEPLOYED_FUNCTIONS.find((each) =>
      [names.baseRoles[each].name, names.tenantRoles[each].name].includes(caller),
    );
    if (name !== undefined && isPresigned !== true && !OUTSIDE.includes(action))
      points.add(`${name} ${action}`);
  });
  await doMainJob(crew, stop);
  return points;
}
