import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Table } from "dynalite/db/index.js";

/**
 * A kept table must be the one that is asked for: rows would lie under other keys, or in no index.
 *
 * @throws Error when its keys or indexes are others
 */
export function requireSameTable(kept: Table, wanted: CreateTableCommandInput): void {
  if (JSON.stringify(shapeOf(kept)) === JSON.stringify(shapeOf(wanted))) return;
  throw new Error(
    `The kept table ${kept.TableName} has other keys or indexes than this version of the cloud makes. Begin again with an empty directory.`,
  );
}

type Shaped = Pick<CreateTableCommandInput, "KeySchema" | "AttributeDefinitions" | "GlobalSecondaryIndexes">;

/** What of a table can never change, or changes what its indexes hold; in one order. */
function shapeOf({ KeySchema, AttributeDefinitions, GlobalSecondaryIndexes }: Shaped | Table) {
  const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted();
  return {
    keys: (KeySchema ?? []).map(({ AttributeName, KeyType }) => [AttributeName, KeyType]),
    attributes: sorted((AttributeDefinitions ?? []).map((each) => [each.AttributeName, each.AttributeType])),
    indexes: sorted(
      (GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema: keys, Projection }) => [
        IndexName,
        (keys ?? []).map(({ AttributeName, KeyType }) => [AttributeName, KeyType]),
        Projection?.ProjectionType,
        [...(Projection?.NonKeyAttributes ?? [])].toSorted(),
      ]),
    ),
  };
}
