import type { Item, Table } from "dynalite/db/index.js";
import db from "dynalite/db/index.js";
import type { PartitionUse } from "../aws/use.ts";
import { capacityOf } from "./capacity.ts";
import type { Engine, Parsed } from "./engine.ts";
import { asAwsError, isConditionFailure } from "./failure.ts";
import { tableNameOf } from "./part.ts";
import { createStage } from "./stage.ts";
import { writeUse } from "./units.ts";

export type WriteOperation = "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem";

/** A write's answer, and what AWS bills for it. */
export interface MeasuredWrite {
  readonly answer: Record<string, unknown>;
  readonly partitions: readonly PartitionUse[];
}

/** A row that a write names: its key, or all of it. */
interface NamedRow {
  readonly table: Table;
  readonly row: Item;
}

/**
 * Writes in one step, or not at all, and measures it. `input` is what was asked, before the engine parsed it.
 * @throws AwsError or an engine failure, and then nothing has changed
 */
export function writeMeasured(
  engine: Engine,
  name: WriteOperation,
  request: Parsed,
  input: Readonly<Record<string, unknown>>,
): Promise<MeasuredWrite> {
  const rows = structuredClone(rowsOf(engine, request));
  const read = () =>
    Promise.all(rows.map(({ table, row }) => engine.read(table.TableName, db.createKey(row, table))));
  return engine.exclusive(async () => {
    const stage = createStage(engine);
    const before = await read();
    try {
      const answer = await engine.run(name, { ...request, ReturnConsumedCapacity: "NONE" }, stage.store);
      await stage.commit();
      const after = await read();
      const partitions = rows.flatMap((row, place) =>
        writeUse({ ...row, before: before[place], after: after[place] }, false),
      );
      const capacity = capacityOf(request, partitions);
      const told = name === "BatchWriteItem" ? capacity : capacity[0];
      return { answer: { ...answer, ...(capacity.length > 0 && { ConsumedCapacity: told }) }, partitions };
    } catch (error) {
      if (input["ReturnValuesOnConditionCheckFailure"] !== "ALL_OLD" || !isConditionFailure(error))
        throw error;
      const [old] = before;
      throw asAwsError(error, old ? { Item: old } : {});
    }
  });
}

interface BatchWrite {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

function rowsOf(engine: Engine, request: Parsed): readonly NamedRow[] {
  const row = (request["Key"] ?? request["Item"]) as Item | undefined;
  if (row !== undefined) return [{ table: engine.table(tableNameOf(request)), row }];
  const tables = request["RequestItems"] as Readonly<Record<string, readonly BatchWrite[]>>;
  return Object.entries(tables).flatMap(([name, writes]) =>
    writes.map(({ PutRequest: put, DeleteRequest: remove }) => ({
      table: engine.table(name),
      row: put?.Item ?? remove?.Key ?? {},
    })),
  );
}
