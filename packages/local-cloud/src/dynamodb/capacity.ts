import type { PartitionUse } from "../aws/use.ts";

type Request = Readonly<Record<string, unknown>>;

interface Capacity {
  readonly TableName: string;
  readonly CapacityUnits: number;
  readonly Table?: { readonly CapacityUnits: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits: number }>>;
}

/** Whether a request asks what it cost. */
export function wantsCapacity({ ReturnConsumedCapacity: wish }: Request): boolean {
  return wish === "TOTAL" || wish === "INDEXES";
}

/**
 * What a call cost, table by table, as the call wished to be told: in all, or the table and each index beside it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
 */
export function capacityOf(request: Request, uses: readonly PartitionUse[]): readonly Capacity[] {
  if (!wantsCapacity(request)) return [];
  return [...new Set(uses.map(({ tableName }) => tableName))].map((TableName): Capacity => {
    const own = uses.filter(({ tableName }) => tableName === TableName);
    const total = { TableName, CapacityUnits: unitsOf(own) };
    if (request["ReturnConsumedCapacity"] === "TOTAL") return total;
    const names = new Set(own.flatMap(({ indexName }) => indexName ?? []));
    const indexes = [...names].map((name) => [name, { CapacityUnits: unitsOf(named(own, name)) }]);
    return {
      ...total,
      Table: { CapacityUnits: unitsOf(named(own, undefined)) },
      ...(names.size > 0 && {
        GlobalSecondaryIndexes: Object.fromEntries(indexes) as NonNullable<
          Capacity["GlobalSecondaryIndexes"]
        >,
      }),
    };
  });
}

function named(uses: readonly PartitionUse[], name: string | undefined): readonly PartitionUse[] {
  return uses.filter(({ indexName }) => indexName === name);
}

/** A call either reads or writes. */
function unitsOf(uses: readonly PartitionUse[]): number {
  return uses.reduce((total, { readUnits, writeUnits }) => total + readUnits + writeUnits, 0);
}
