import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Item } from "./item.ts";

/** Every row of a table, in no order. None of our functions may do this. */
export async function* scanTable(dynamo: DynamoDBClient, tableName: string): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await dynamo.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: after }));
    yield* page.Items ?? [];
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}
