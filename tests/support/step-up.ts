import type { StepUpID } from "@postern/contract";
import { describeStepUp, type StepUp } from "@postern/core/audit";
import { createDatabase } from "@postern/core/aws";
import { idSource, iso, systemClock } from "@postern/core/kernel";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { rootPrincipal } from "./principal.ts";
import { dumpTable, type Row } from "./table-dump.ts";
import type { World } from "./world.ts";

const newID = idSource(systemClock);
const MINUTE_MS = 60_000;

/** Leaves a step-up as `auth` would: for codes are few, and some that are tried could not be had from it. */
export async function plantStepUp(
  world: World,
  binding: Omit<StepUp, "stepUpID" | "endsAt">,
  endsAt = iso(systemClock.now() + MINUTE_MS),
): Promise<StepUpID> {
  const tables = record(TABLE_NAMES, (table) => world.names.tables[table].name);
  const stepUpID = newID("prf");
  const database = createDatabase(rootPrincipal(world).dynamo, tables);
  const { outcome } = await database.commit([describeStepUp({ ...binding, stepUpID, endsAt })]);
  if (outcome !== "done") throw new Error("The step-up was not taken.");
  return stepUpID;
}

/** The row of a step-up, while it is not used. */
export async function stepUpRow(world: World, stepUpID: string): Promise<Row | undefined> {
  return (await dumpTable(world, "record")).find(({ pk }) => String(pk).endsWith(`#prf#${stepUpID}`));
}
