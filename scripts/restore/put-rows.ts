import {
  ConditionalCheckFailedException,
  PutItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { canonical, type Item } from "./item.ts";
import { sideBySide } from "./side-by-side.ts";

/** What came of putting rows back. */
export interface PutRows {
  readonly put: number;
  /** There already, and the same. */
  readonly same: number;
  /** There already, and another: left as they are. */
  readonly different: number;
}

const AT_A_TIME = 16;
/** Sessions that were ended would live again, and counters live for minutes. */
const NEVER = ["session", "limit"];

/**
 * Puts rows that are missing. It replaces nothing, so it may be repeated, also after it was cut off.
 *
 * @throws Error before anything is put when rows of this table must not come back
 */
export async function putRows(
  dynamo: DynamoDBClient,
  tableName: string,
  rows: AsyncIterable<Item>,
): Promise<PutRows> {
  const kind = NEVER.find((name) => tableName === name || tableName.endsWith(`-${name}`));
  if (kind !== undefined) throw new Error(`Rows of ${tableName} are not put back: leave the table empty.`);
  const counts = { put: 0, same: 0, different: 0 };
  await sideBySide(rows, AT_A_TIME, async (row) => {
    counts[await putRow(dynamo, tableName, row)] += 1;
  });
  return counts;
}

async function putRow(dynamo: DynamoDBClient, TableName: string, row: Item): Promise<keyof PutRows> {
  const put = new PutItemCommand({
    TableName,
    Item: { ...row },
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  try {
    await dynamo.send(put);
    return "put";
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return canonical(error.Item ?? {}) === canonical(row) ? "same" : "different";
  }
}
