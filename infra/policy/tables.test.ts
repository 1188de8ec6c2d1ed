import { describe, expect, it } from "vitest";
import { NAMES, WORLD } from "./example.ts";
import { AUDIT_LIST_ATTRIBUTES, tables } from "./tables.ts";

const named = (name: string) => WORLD.tables.find((table) => table.TableName === `postern-test-${name}`);
const indexes = (name: string) =>
  (named(name)?.GlobalSecondaryIndexes ?? []).map((index) => [
    index.IndexName,
    index.KeySchema.map((part) => part.AttributeName).join(" "),
    index.Projection.NonKeyAttributes ?? index.Projection.ProjectionType,
  ]);

describe("tables", () => {
  it("six, keyed by pk and sk, paid by request", () => {
    expect(WORLD.tables.map((table) => [table.TableName, table.BillingMode])).toEqual(
      ["record", "audit", "log", "session", "directory", "limit"].map((name) => [
        `postern-test-${name}`,
        "PAY_PER_REQUEST",
      ]),
    );
    const keys = WORLD.tables.map((table) => table.KeySchema.map((part) => part.AttributeName).join(" "));
    expect(new Set(keys)).toEqual(new Set(["pk sk"]));
  });

  it("lists of records show all of a row; what is due, where it waits; whose sessions, keys only", () => {
    expect(indexes("record")).toEqual([
      ["gsi1", "gsi1pk gsi1sk", "ALL"],
      ["gsi2", "gsi2pk gsi2sk", "ALL"],
      ["gsi3", "gsi3pk gsi3sk", ["queueID", "locationID", "state"]],
    ]);
    expect(indexes("session")).toEqual([["gsi1", "gsi1pk gsi1sk", "KEYS_ONLY"]]);
    expect(["log", "directory", "limit"].flatMap(indexes)).toEqual([]);
  });

  it("the audit table's four indexes share its sort key", () => {
    expect(indexes("audit")).toEqual(
      ["gsi1", "gsi2", "gsi3", "gsi4"].map((name) => [name, `${name}pk sk`, [...AUDIT_LIST_ATTRIBUTES]]),
    );
  });

  it("each declares exactly the key attributes it uses, as DynamoDB demands", () => {
    for (const table of WORLD.tables) {
      const used = [table.KeySchema, ...(table.GlobalSecondaryIndexes ?? []).map((index) => index.KeySchema)];
      const declared = table.AttributeDefinitions.map((attribute) => attribute.AttributeName);
      expect(new Set(declared)).toEqual(new Set(used.flat().map((part) => part.AttributeName)));
      expect(new Set(declared).size).toBe(declared.length);
    }
  });

  it("records and audit rows stream old and new images; only rate counters may be lost", () => {
    const streaming = WORLD.tables.filter((table) => table.StreamSpecification?.StreamEnabled);
    expect(streaming.map((table) => table.TableName)).toEqual(["postern-test-record", "postern-test-audit"]);
    const unprotected = WORLD.tables.filter(
      (table) =>
        !table.DeletionProtectionEnabled || !WORLD.tableProtection[table.TableName]?.pointInTimeRecovery,
    );
    expect(unprotected.map((table) => table.TableName)).toEqual(["postern-test-limit"]);
  });

  it("is a fresh copy at each call", () => {
    tables(NAMES)[0]?.AttributeDefinitions.pop();
    expect(tables(NAMES)).toEqual(WORLD.tables);
  });

  it("names each attribute once, at most 20 for an index and 100 for a table, as DynamoDB demands", () => {
    for (const table of WORLD.tables) {
      const named = (table.GlobalSecondaryIndexes ?? []).map(
        (index) => index.Projection.NonKeyAttributes ?? [],
      );
      for (const names of named) {
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeLessThanOrEqual(20);
      }
      expect(named.flat().length).toBeLessThanOrEqual(100);
    }
  });
});
