import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

let cloud: Awaited<ReturnType<typeof startTables>>;
beforeAll(async () => (cloud = await startTables()));
afterAll(() => cloud.close());

const TableName = "record";

it("returns the old item with a failed condition when asked", async () => {
  const Item = { pk: "p", sk: "a", state: "claimed" };
  await cloud.owner.send(new PutCommand({ TableName, Item }));
  const again = {
    TableName,
    Item: { ...Item, state: "open" },
    ConditionExpression: "attribute_not_exists(pk)",
  };
  const told = await refusal(
    cloud.owner.send(new PutCommand({ ...again, ReturnValuesOnConditionCheckFailure: "ALL_OLD" })),
  );
  expect(told.name).toBe("ConditionalCheckFailedException");
  expect(told["Item"]).toEqual({ pk: { S: "p" }, sk: { S: "a" }, state: { S: "claimed" } });
  const untold = await refusal(cloud.owner.send(new PutCommand(again)));
  expect(untold["Item"]).toBeUndefined();
});

it("refuses an empty string as the key of an index, in every kind of write", async () => {
  const item = { pk: "e", sk: "a", gsi1pk: "", gsi1sk: "1" };
  const update = {
    TableName,
    Key: { pk: "e", sk: "b" },
    UpdateExpression: "SET gsi1pk = :empty, gsi1sk = :one",
    ExpressionAttributeValues: { ":empty": "", ":one": "1" },
  };
  for (const call of [
    cloud.owner.send(new PutCommand({ TableName, Item: item })),
    cloud.owner.send(new UpdateCommand(update)),
  ])
    expect((await refusal(call)).name).toBe("ValidationException");
  const cancelled = await refusal(
    cloud.owner.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: item } }] })),
  );
  expect(cancelled["CancellationReasons"]).toMatchObject([{ Code: "ValidationError" }]);
});

it("refuses a consistent read of a global index", async () => {
  const query = new QueryCommand({
    TableName,
    IndexName: "gsi1",
    ConsistentRead: true,
    KeyConditionExpression: "gsi1pk = :p",
    ExpressionAttributeValues: { ":p": "x" },
  });
  expect((await refusal(cloud.owner.send(query))).name).toBe("ValidationException");
});

it("fails every call that touches a failing table, changes nothing, and recovers", async () => {
  const end = cloud.failTable("other");
  const key = { pk: "f", sk: "a" };
  const both = new TransactWriteCommand({
    TransactItems: [{ Put: { TableName, Item: key } }, { Put: { TableName: "other", Item: key } }],
  });
  const failed = await refusal(cloud.owner.send(both));
  expect(failed).toMatchObject({ name: "InternalServerError", $metadata: { httpStatusCode: 500 } });
  expect((await refusal(cloud.owner.send(new GetCommand({ TableName: "other", Key: key })))).name).toBe(
    "InternalServerError",
  );
  expect((await cloud.owner.send(new GetCommand({ TableName, Key: key }))).Item).toBeUndefined();
  end();
  await cloud.owner.send(both);
  expect((await cloud.owner.send(new GetCommand({ TableName, Key: key }))).Item).toEqual(key);
});

it("closes in peace after a refused write", async () => {
  const other = await startTables();
  const put = new PutCommand({
    TableName,
    Item: { pk: "p", sk: "a" },
    ConditionExpression: "attribute_exists(pk)",
  });
  await refusal(other.owner.send(put));
  await expect(other.close()).resolves.toBeUndefined();
});
