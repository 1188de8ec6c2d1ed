import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE_NAMES, type TableName } from "../../infra/policy/index.ts";
import { rootPrincipal } from "./principal.ts";
import type { World } from "./world.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Every row of a table, sorted by its key. */
export async function dumpTable(world: World, table: TableName): Promise<readonly Row[]> {
  const { dynamo } = rootPrincipal(world);
  const rows: Row[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(
      new ScanCommand({ TableName: world.names.tables[table].name, ExclusiveStartKey: after }),
    );
    rows.push(...(page.Items ?? []));
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Every row of the named tables; of all when none is named. */
export async function dumpTables<Name extends TableName = TableName>(
  world: World,
  tables: readonly Name[] = TABLE_NAMES as readonly TableName[] as readonly Name[],
): Promise<Readonly<Record<Name, readonly Row[]>>> {
  const dumps = tables.map(async (table) => [table, await dumpTable(world, table)] as const);
  return Object.fromEntries(await Promise.all(dumps)) as Record<Name, readonly Row[]>;
}

/** The audit events of a submission, as `action outcome`, with how many there are of each. */
export async function countEvents(world: World, submissionID: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const row of await dumpTable(world, "audit")) {
    if (row["submissionID"] !== submissionID) continue;
    const name = `${String(row["action"])} ${String(row["outcome"])}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The rows of one kind (`sub`, `tsk`, …) that are about a submission. */
export async function rowsAbout(world: World, kind: string, submissionID: string): Promise<readonly Row[]> {
  const rows = await dumpTable(world, "record");
  return rows.filter(
    (row) => String(row["pk"]).split("#")[1] === kind && row["submissionID"] === submissionID,
  );
}

const keyOf = (row: Row) => `${String(row["pk"])}\n${String(row["sk"])}`;
