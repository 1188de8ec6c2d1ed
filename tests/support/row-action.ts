import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { RowAction, RowRight } from "../../infra/policy/index.ts";
import type { Principal } from "./principal.ts";
import type { World } from "./world.ts";

export type Table = RowRight["table"];
export type Index = NonNullable<RowRight["index"]>;
/** A partition of a table, or of one of its indexes. */
export interface Target {
  readonly table: Table;
  readonly index?: Index | undefined;
  readonly pk: string;
}

/** Does one thing to a row that is not there, or to a partition. */
export function actOnRow(
  { names }: World,
  { dynamo }: Pick<Principal, "dynamo">,
  action: RowAction,
  { table, index, pk }: Target,
): Promise<unknown> {
  const TableName = names.tables[table].name;
  const Key = { pk, sk: "try" };
  switch (action) {
    case "GetItem":
      return dynamo.send(new GetCommand({ TableName, Key }));
    case "PutItem":
      return dynamo.send(new PutCommand({ TableName, Item: Key }));
    case "UpdateItem":
      return dynamo.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: "SET tried = :t",
          ExpressionAttributeValues: { ":t": 1 },
        }),
      );
    case "DeleteItem":
      return dynamo.send(new DeleteCommand({ TableName, Key }));
    case "Query":
      return dynamo.send(
        new QueryCommand({
          TableName,
          ...(index && { IndexName: index }),
          KeyConditionExpression: "#p = :p",
          ExpressionAttributeNames: { "#p": index === undefined ? "pk" : `${index}pk` },
          ExpressionAttributeValues: { ":p": pk },
        }),
      );
    case "ConditionCheckItem": {
      const ConditionCheck = { TableName, Key, ConditionExpression: "attribute_not_exists(never)" };
      return dynamo.send(new TransactWriteCommand({ TransactItems: [{ ConditionCheck }] }));
    }
  }
}
