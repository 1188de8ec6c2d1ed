import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { reviewRoutes, type LocationID, type SubmissionID, type TaskID } from "@postern/contract";
import { rootPrincipal } from "../support/principal.ts";
import { sealPackage, untilRouted } from "../support/sealed-package.ts";
import { rowsAbout } from "../support/table-dump.ts";
import type { SeededClinic, SeededPerson, SignedIn, World } from "../support/world.ts";
import { required } from "./draft.ts";

/** What was sent, and the task that it became. */
export interface Routed {
  readonly submissionID: SubmissionID;
  readonly taskID: TaskID;
}

/** Sends one small file, and waits until the care team has it. */
export async function sendRouted(world: World, sender: SignedIn, clinic: SeededClinic): Promise<Routed> {
  const parcel = await sealPackage(sender, clinic);
  await parcel.putAll();
  await parcel.submit();
  const { submissionID } = parcel;
  await untilRouted(world, submissionID);
  return { submissionID, taskID: await taskOf(world, submissionID, 1) };
}

/** The task of a round. @throws Error when there is none */
export async function taskOf(world: World, submissionID: SubmissionID, round: number): Promise<TaskID> {
  const rows = await rowsAbout(world, "tsk", submissionID);
  const row = required(rows.find((one) => one["round"] === round));
  return reviewRoutes.task.input.parse({ taskID: row["taskID"] }).taskID;
}

/** Changes where someone works, at once. */
export async function moveTo(
  world: World,
  { clinicID, personID }: SeededPerson,
  locationIDs: readonly LocationID[],
): Promise<void> {
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk: `${clinicID}#per#${personID}`, sk: "mbr" },
      UpdateExpression: "SET locationIDs = :places",
      ExpressionAttributeValues: { ":places": locationIDs },
    }),
  );
}
