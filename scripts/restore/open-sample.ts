import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { reviewRoutes, type TaskID } from "@postern/contract";
import type { DemoCloud } from "../demo-cloud.ts";
import { compareAll, openerOf } from "../demo/receive.ts";
import { createCodeBook, signIn } from "../demo/sign-in.ts";
import type { Sent } from "./fill.ts";
import { scanTable } from "./scan.ts";

const PROVIDERS = { riverside: "provider", harbor: "harborProvider" } as const;

/**
 * Opens submissions as their clinic's provider and compares every byte with what was sent: those that people sent, and
 * others from all over the rest.
 *
 * @throws Error at the first difference
 */
export async function openSample(
  world: DemoCloud,
  sent: readonly Sent[],
  count: number,
): Promise<{ readonly submissions: number; readonly documents: number; readonly bytes: number }> {
  const codeOf = createCodeBook();
  const enter = (key: (typeof PROVIDERS)[keyof typeof PROVIDERS]) =>
    signIn(world.origin, world.people[key], codeOf(world.people[key]));
  const providers = { riverside: await enter(PROVIDERS.riverside), harbor: await enter(PROVIDERS.harbor) };
  const taskIDs = await taskIDsOf(world);
  const sample = spread(sent, count);
  let bytes = 0;
  for (const { clinic, files, taskID, submissionID } of sample) {
    const id = taskID ?? taskIDs.get(submissionID ?? "");
    if (id === undefined) throw new Error("A submission has no task.");
    const provider = providers[clinic];
    await provider.api.call(reviewRoutes.claim, { taskID: id, version: 1 });
    const task = await provider.api.call(reviewRoutes.task, { taskID: id });
    bytes += await compareAll(openerOf(provider), task, files);
  }
  const documents = sample.reduce((sum, { files }) => sum + files.length, 0);
  return { submissions: sample.length, documents, bytes };
}

/** The first ones are those that people sent. */
function spread(sent: readonly Sent[], count: number): readonly Sent[] {
  const asPeople = sent.filter(({ submissionID }) => submissionID !== undefined);
  const others = sent.filter(({ submissionID }) => submissionID === undefined);
  const every = Math.max(1, Math.ceil(others.length / Math.max(1, count - asPeople.length)));
  return [...asPeople, ...others.filter((_, index) => index % every === 0)];
}

async function taskIDsOf({ cloud, names }: DemoCloud): Promise<ReadonlyMap<string, TaskID>> {
  const credentials = cloud.rootCredentials();
  const dynamo = new DynamoDBClient({ region: names.region, endpoint: cloud.endpoints.aws, credentials });
  const ids = new Map<string, TaskID>();
  for await (const row of scanTable(dynamo, names.tables.record.name)) {
    const [submissionID, taskID] = [row["submissionID"]?.S, row["taskID"]?.S];
    if (row["entity"]?.S === "submission" && submissionID && taskID) ids.set(submissionID, taskID as TaskID);
  }
  return ids;
}
