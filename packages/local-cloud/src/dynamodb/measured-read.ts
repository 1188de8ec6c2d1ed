import type { PartitionUse } from "../aws/use.ts";
import type { Engine, EngineOperation, Parsed } from "./engine.ts";
import type { Part } from "./part.ts";

/** A read's answer, and what AWS bills for it. */
export interface MeasuredRead {
  readonly answer: Record<string, unknown>;
  readonly partitions?: readonly PartitionUse[];
}

/**
 * Reads, and takes the units from the engine, which counts as AWS does: half a read unit for each started 4 KB, a whole
 * one where the read is strongly consistent; a query's page is rounded once, over all items it looked at, before
 * filter and projection. Nothing found costs as much as one small item, which the engine does not say of a query.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export async function readMeasured(
  engine: Engine,
  operation: EngineOperation,
  request: Parsed,
  parts: readonly Part[],
): Promise<MeasuredRead> {
  const isWanted = ["TOTAL", "INDEXES"].includes(String(request["ReturnConsumedCapacity"]));
  const counted = isWanted ? request : { ...request, ReturnConsumedCapacity: "TOTAL" };
  const { ConsumedCapacity: capacity, ...answer } = await engine.run(operation, counted);
  const told = isWanted ? { ...answer, ConsumedCapacity: capacity } : answer;
  const [part, ...others] = parts;
  if (part?.partitionKey === undefined || others.length > 0) return { answer: told };
  const { tableName, indexName, partitionKey } = part;
  const least = request["ConsistentRead"] === true ? 1 : 0.5;
  const units = (capacity as { readonly CapacityUnits: number } | undefined)?.CapacityUnits ?? 0;
  const use: PartitionUse = {
    tableName,
    ...(indexName !== undefined && { indexName }),
    partitionKey,
    readUnits: Math.max(units, least),
    writeUnits: 0,
    storedBytes: 0,
  };
  return { answer: told, partitions: [use] };
}
