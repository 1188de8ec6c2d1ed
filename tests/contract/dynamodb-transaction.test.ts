import { randomUUID } from "node:crypto";
import { GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { rowsTable } from "./rows.ts";
import { refusal, refused, useTarget } from "./target.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    tables: { rows: rowsTable },
    roles: { owner: { may: (names) => [allow("dynamodb:*", names.table("rows"))] } },
  },
  async (target) => ({
    TableName: target.tableName("rows"),
    owner: (await target.as("owner")).dynamo,
  }),
);

type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]["TransactItems"]>;
const keyOf = (pk: string) => ({ pk, sk: "a" });
const put = (pk: string, more: object = {}) => ({
  Put: { TableName: cloud().TableName, Item: { ...keyOf(pk), ...more } },
});
const absent = { ConditionExpression: "attribute_not_exists(pk)" };
const transact = (TransactItems: TransactItems, ClientRequestToken?: string) =>
  cloud().owner.send(
    new TransactWriteCommand({
      TransactItems,
      ...(ClientRequestToken !== undefined && { ClientRequestToken }),
    }),
  );
const get = async (pk: string) =>
  (
    await cloud().owner.send(
      new GetCommand({ TableName: cloud().TableName, Key: keyOf(pk), ConsistentRead: true }),
    )
  ).Item;
const add = (pk: string, by: number) => ({
  Update: {
    TableName: cloud().TableName,
    Key: keyOf(pk),
    UpdateExpression: "ADD amount :by",
    ExpressionAttributeValues: { ":by": by },
  },
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
describe("TransactWriteItems", () => {
  it("writes all of it or nothing", async () => {
    await transact([put("all#1"), put("all#2")]);
    expect(await Promise.all([get("all#1"), get("all#2")])).not.toContain(undefined);
    const some = [put("none#1"), { Put: { ...put("all#1").Put, ...absent } }];
    expect(await refusal(transact(some))).toBe("TransactionCanceledException");
    expect(await get("none#1")).toBeUndefined();
  });

  it("gives one reason per part, in order, with the old row only where it was asked for", async () => {
    const { owner, TableName } = cloud();
    await owner.send(new PutCommand({ TableName, Item: { ...keyOf("old"), state: "open" } }));
    const error = await refused(
      transact([
        put("fresh"),
        { Put: { ...put("old").Put, ...absent, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
        { Put: { ...put("old2").Put, ConditionExpression: "attribute_exists(pk)" } },
        {
          ConditionCheck: {
            TableName,
            Key: keyOf("gone"),
            ConditionExpression: "attribute_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ]),
    );
    const reasons = error?.CancellationReasons ?? [];
    expect(reasons.map(({ Code }) => Code)).toEqual([
      "None",
      "ConditionalCheckFailed",
      "ConditionalCheckFailed",
      "ConditionalCheckFailed",
    ]);
    expect(reasons.map(({ Item }) => Item)).toEqual([
      undefined,
      { pk: { S: "old" }, sk: { S: "a" }, state: { S: "open" } },
      undefined,
      undefined,
    ]);
  });

  it("takes 100 parts and refuses 101 and none", async () => {
    const many = Array.from({ length: 101 }, (_, index) => put(`many#${index}`));
    expect(await refusal(transact(many))).toBe("ValidationException");
    expect(await refusal(transact([]))).toBe("ValidationException");
    await transact(many.slice(1));
    expect(await get("many#100")).toBeDefined();
  });

  it("refuses two parts on one row", async () => {
    expect(await refusal(transact([put("twice"), put("twice")]))).toBe("ValidationException");
    const checked = {
      ConditionCheck: { TableName: cloud().TableName, Key: keyOf("twice"), ...absent },
    };
    expect(await refusal(transact([checked, put("twice")]))).toBe("ValidationException");
    expect(await get("twice")).toBeUndefined();
  });

  it("cancels what only shows while it runs", async () => {
    await transact([put("text", { amount: "not a number" })]);
    const error = await refused(transact([put("beside"), add("text", 1)]));
    expect(error?.name).toBe("TransactionCanceledException");
    expect(error?.CancellationReasons?.map(({ Code }) => Code)).toEqual(["None", "ValidationError"]);
    expect(await get("beside")).toBeUndefined();
  });

  it("does one token's work once, and refuses it with other work", async () => {
    const token = randomUUID();
    await transact([add("counted", 1)], token);
    await transact([add("counted", 1)], token);
    expect(await get("counted")).toMatchObject({ amount: 1 });
    expect(await refusal(transact([add("counted", 2)], token))).toBe("IdempotentParameterMismatchException");
  });

  it("has a token repeat what is done, even when its condition holds no more", async () => {
    const token = randomUUID();
    const once = [{ Put: { ...put("repeated").Put, ...absent } }];
    await transact(once, token);
    expect(await refusal(transact(once, token))).toBe("none");
    expect(await refusal(transact(once, randomUUID()))).toBe("TransactionCanceledException");
  });

  it("loses no increment of many at once; a conflict is told, and may be tried again", async () => {
    const attempt = async (): Promise<number> => {
      const error = await refused(transact([add("busy", 1), put(`busy#${randomUUID()}`)]));
      if (error === undefined) return 1;
      expect(error.CancellationReasons?.map(({ Code }) => Code)).toContain("TransactionConflict");
      return 0;
    };
    const done = await Promise.all(Array.from({ length: 20 }, attempt));
    const kept = done.reduce((sum, one) => sum + one, 0);
    expect(await get("busy")).toMatchObject({ amount: kept });
  });
});
