import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { rowsTable } from "./rows.ts";
import { refusal, refused, useTarget } from "./target.ts";
import { A, ownRows, taggedClinic } from "./tenancy.ts";
import { allow, type Names } from "./topology.ts";

const named = (...actions: readonly string[]) => actions.map((action) => `dynamodb:${action}`);
const tableAndIndex = (names: Names) => [names.table("rows"), `${names.table("rows")}/index/gsi1`];
const everyWay = named(
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "ConditionCheckItem",
  "BatchGetItem",
  "BatchWriteItem",
);
const withoutNull = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `${taggedClinic}#*` } };

const cloud = useTarget(
  {
    tables: { rows: rowsTable },
    roles: {
      owner: { may: (names) => [allow("dynamodb:*", tableAndIndex(names))] },
      tenant: { may: (names) => [allow(everyWay, tableAndIndex(names), ownRows)] },
      writer: { may: (names) => [allow(named("PutItem"), tableAndIndex(names), ownRows)] },
      tableOnly: { may: (names) => [allow(named("Query"), names.table("rows"), ownRows)] },
      careless: { may: (names) => [allow(named("Scan"), tableAndIndex(names), withoutNull)] },
      careful: { may: (names) => [allow(named("Scan"), tableAndIndex(names), ownRows)] },
    },
  },
  async (target) => ({
    TableName: target.tableName("rows"),
    owner: (await target.as("owner")).dynamo,
    tenant: (await target.as("tenant", A)).dynamo,
    untagged: (await target.as("tenant")).dynamo,
    writer: (await target.as("writer", A)).dynamo,
    tableOnly: (await target.as("tableOnly", A)).dynamo,
    careless: (await target.as("careless", A)).dynamo,
    careful: (await target.as("careful", A)).dynamo,
  }),
);

type Client = ReturnType<typeof cloud>["tenant"];
const keyOf = (pk: string, sk = "a") => ({ pk, sk });
const query = (attribute: string, value: string, IndexName?: string) =>
  new QueryCommand({
    TableName: cloud().TableName,
    ...(IndexName !== undefined && { IndexName }),
    KeyConditionExpression: "#p = :p",
    ExpressionAttributeNames: { "#p": attribute },
    ExpressionAttributeValues: { ":p": value },
  });
const put = (Item: Readonly<Record<string, unknown>>) => ({ Put: { TableName: cloud().TableName, Item } });
const check = (pk: string) => ({
  ConditionCheck: {
    TableName: cloud().TableName,
    Key: keyOf(pk),
    ConditionExpression: "attribute_not_exists(nothing)",
  },
});

/** Every way to touch the rows under a partition key. */
const ways: Readonly<Record<string, (client: Client, pk: string) => Promise<unknown>>> = {
  PutItem: (client, pk) =>
    client.send(
      new PutCommand({ TableName: cloud().TableName, Item: { ...keyOf(pk), gsi1pk: pk, gsi1sk: "1" } }),
    ),
  GetItem: (client, pk) => client.send(new GetCommand({ TableName: cloud().TableName, Key: keyOf(pk) })),
  UpdateItem: (client, pk) =>
    client.send(
      new UpdateCommand({
        TableName: cloud().TableName,
        Key: keyOf(pk),
        UpdateExpression: "SET seen = :one",
        ExpressionAttributeValues: { ":one": 1 },
      }),
    ),
  Query: (client, pk) => client.send(query("pk", pk)),
  "Query of an index": (client, pk) => client.send(query("gsi1pk", pk, "gsi1")),
  BatchGetItem: (client, pk) =>
    client.send(
      new BatchGetCommand({
        RequestItems: { [cloud().TableName]: { Keys: [keyOf("clinica#x"), keyOf(pk)] } },
      }),
    ),
  BatchWriteItem: (client, pk) =>
    client.send(
      new BatchWriteCommand({
        RequestItems: {
          [cloud().TableName]: [
            { PutRequest: { Item: keyOf("clinica#x") } },
            { DeleteRequest: { Key: keyOf(pk, "another") } },
          ],
        },
      }),
    ),
  "a put in a transaction": (client, pk) =>
    client.send(
      new TransactWriteCommand({ TransactItems: [put(keyOf("clinica#y")), put(keyOf(pk, "part"))] }),
    ),
  "a condition check in a transaction": (client, pk) =>
    client.send(new TransactWriteCommand({ TransactItems: [put(keyOf("clinica#y")), check(pk)] })),
  "a get in a transaction": (client, pk) =>
    client.send(
      new TransactGetCommand({ TransactItems: [{ Get: { TableName: cloud().TableName, Key: keyOf(pk) } }] }),
    ),
  DeleteItem: (client, pk) =>
    client.send(new DeleteCommand({ TableName: cloud().TableName, Key: keyOf(pk) })),
};

/**
 * The isolation of clinics rests on this. Of an index query the leading key is the index's own partition key.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
describe("a right to the leading keys of the caller's tag", () => {
  it.each(Object.keys(ways))("allows %s within it", async (name) => {
    await expect(ways[name]?.(cloud().tenant, "clinica#own")).resolves.toBeDefined();
  });

  it.each(Object.keys(ways))("refuses %s outside, though the name begins alike", async (name) => {
    for (const pk of ["clinicb#row", "clinicab#row", "clinica"])
      expect(await refusal(ways[name]?.(cloud().tenant, pk) ?? Promise.resolve())).toBe(
        "AccessDeniedException",
      );
  });

  it("gives a session without the tag nothing", async () => {
    for (const pk of ["clinica#own", "#own", "${aws:PrincipalTag/clinic}#own"])
      expect(await refusal(ways["GetItem"]?.(cloud().untagged, pk) ?? Promise.resolve())).toBe(
        "AccessDeniedException",
      );
  });

  it("writes nothing of a transaction or a batch with one foreign part", async () => {
    const { owner, tenant, TableName } = cloud();
    await refused(ways["a put in a transaction"]?.(tenant, "clinicb#torn") ?? Promise.resolve());
    const { Item } = await owner.send(new GetCommand({ TableName, Key: keyOf("clinicb#torn", "part") }));
    expect(Item).toBeUndefined();
  });

  it("does not cover an index that it does not name", async () => {
    const { tableOnly } = cloud();
    expect(await refusal(tableOnly.send(query("pk", "clinica#own")))).toBe("none");
    expect(await refusal(tableOnly.send(query("gsi1pk", "clinica#own", "gsi1")))).toBe(
      "AccessDeniedException",
    );
  });

  it("lets no cursor lead out of the partition", async () => {
    const stolen = query("pk", "clinica#own");
    stolen.input.ExclusiveStartKey = keyOf("clinicb#row", "0");
    expect(await refusal(cloud().tenant.send(stolen))).toBe("ValidationException");
  });
});

/**
 * A scan has no leading key, and of no value everything is true.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
describe("ForAllValues", () => {
  const scan = () => new ScanCommand({ TableName: cloud().TableName, Limit: 1 });

  it("alone lets a scan through: the trap", async () => {
    expect(await refusal(cloud().careless.send(scan()))).toBe("none");
  });

  it("with Null: false refuses it", async () => {
    expect(await refusal(cloud().careful.send(scan()))).toBe("AccessDeniedException");
  });

  it("does not matter where Scan is not granted", async () => {
    expect(await refusal(cloud().tenant.send(scan()))).toBe("AccessDeniedException");
    const index = new ScanCommand({ TableName: cloud().TableName, IndexName: "gsi1" });
    expect(await refusal(cloud().tenant.send(index))).toBe("AccessDeniedException");
  });
});

/**
 * A transaction is judged by the rights of its parts, and a check is a right of its own.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
it("judges each part of a transaction by its own action", async () => {
  const { writer, TableName } = cloud();
  await writer.send(new TransactWriteCommand({ TransactItems: [put(keyOf("clinica#w"))] }));
  const foreign = [check("clinica#v"), { Delete: { TableName, Key: keyOf("clinica#v") } }];
  for (const part of foreign)
    expect(
      await refusal(
        writer.send(new TransactWriteCommand({ TransactItems: [put(keyOf("clinica#w")), part] })),
      ),
    ).toBe("AccessDeniedException");
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
describe("a condition", () => {
  it("refuses the write that does not fit and shows the row that is there", async () => {
    const { owner, TableName } = cloud();
    await owner.send(new PutCommand({ TableName, Item: { ...keyOf("c#once"), state: "open" } }));
    const error = await refused(
      owner.send(
        new PutCommand({
          TableName,
          Item: { ...keyOf("c#once"), state: "closed" },
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      ),
    );
    expect(error?.name).toBe("ConditionalCheckFailedException");
    expect(error?.Item).toEqual({ pk: { S: "c#once" }, sk: { S: "a" }, state: { S: "open" } });
    const { Item } = await owner.send(
      new GetCommand({ TableName, Key: keyOf("c#once"), ConsistentRead: true }),
    );
    expect(Item).toMatchObject({ state: "open" });
  });

  it("lets one of many at once through", async () => {
    const { owner, TableName } = cloud();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, by) =>
        refusal(
          owner.send(
            new PutCommand({
              TableName,
              Item: { ...keyOf("c#race"), by },
              ConditionExpression: "attribute_not_exists(pk)",
            }),
          ),
        ),
      ),
    );
    expect(results.filter((name) => name === "none")).toHaveLength(1);
  });
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
describe("a key", () => {
  it("may not be empty, neither of a table nor of an index", async () => {
    const { owner, TableName } = cloud();
    for (const Item of [
      { pk: "", sk: "a" },
      { ...keyOf("k#1"), gsi1pk: "", gsi1sk: "1" },
    ])
      expect(await refusal(owner.send(new PutCommand({ TableName, Item })))).toBe("ValidationException");
  });

  it("that a row lacks keeps it out of the index", async () => {
    const { owner, TableName } = cloud();
    await owner.send(new PutCommand({ TableName, Item: { ...keyOf("k#2"), gsi1pk: "k#sparse" } }));
    expect((await owner.send(query("gsi1pk", "k#sparse", "gsi1"))).Items).toEqual([]);
  });

  it("of an index cannot be read consistently", async () => {
    const consistent = query("gsi1pk", "k#2", "gsi1");
    consistent.input.ConsistentRead = true;
    expect(await refusal(cloud().owner.send(consistent))).toBe("ValidationException");
  });
});
