import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { put } from "../kernel/index.ts";
import { createDatabase, type TableNames } from "./database.ts";

const TABLES: TableNames = {
  record: "record",
  audit: "audit",
  log: "log",
  session: "session",
  directory: "directory",
  limit: "limit",
};

/** What a transaction of two parts comes to when DynamoDB cancels it for these reasons. */
function cancelled(...codes: readonly string[]) {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  const error = Object.assign(new Error("cancelled"), {
    name: "TransactionCanceledException",
    CancellationReasons,
  });
  const client = { send: () => Promise.reject(error) } as unknown as DynamoDBDocumentClient;
  const writes = codes.map(() => put({ TableName: "record", Item: {} }));
  return createDatabase(client, TABLES).commit(writes);
}

describe("a transaction that DynamoDB cancels", () => {
  it("is refused by the parts whose conditions failed", async () => {
    expect(await cancelled("None", "ConditionalCheckFailed")).toEqual({ outcome: "refused", failed: [1] });
  });

  it("is a conflict as soon as one part was only busy: nobody knows what it would have said", async () => {
    for (const busy of ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]) {
      expect(await cancelled(busy, "ConditionalCheckFailed")).toEqual({ outcome: "conflict" });
      expect(await cancelled(busy, "None")).toEqual({ outcome: "conflict" });
    }
  });

  it("is unavailable for any other reason", async () => {
    await expect(cancelled("None", "ValidationError")).rejects.toMatchObject({ kind: "unavailable" });
  });
});
