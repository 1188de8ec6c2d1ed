import db from "dynalite/db/index.js";
import type { AttributeValue, Item, Table } from "dynalite/db/index.js";
import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { Engine, EngineOperation, Parsed } from "./engine.ts";
import { invalid } from "./failure.ts";
import { longKey } from "./limits.ts";

/**
 * One thing that a call does, as IAM judges it: batches and transactions are judged part by part, each by its own
 * action on its own table. An index is a resource of its own, and its leading key is the index's partition key.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export interface Part {
  /** IAM action without `dynamodb:`. */
  readonly action: string;
  readonly tableName: string;
  readonly indexName?: string;
  /** `dynamodb:LeadingKeys`; absent where a call names no partition (Scan, table operations). */
  readonly partitionKey?: string;
}

/** Judges every part before anything is done. @throws AwsError when one is refused, or when its table is failing (500) */
export function authorizeParts(cloud: ServiceContext, caller: Principal, parts: readonly Part[]): void {
  for (const part of parts)
    cloud.iam.authorize(caller, {
      action: `dynamodb:${part.action}`,
      resource: resourceOf(cloud, part),
      context: part.partitionKey === undefined ? {} : { "dynamodb:LeadingKeys": [part.partitionKey] },
    });
  if (parts.some((part) => cloud.seams.isTableFailing(part.tableName)))
    throw new AwsError("InternalServerError", "The table is failing, as a test asked.", 500);
}

/** The parts of a call on the engine. @throws AwsError or an engine failure when a key does not fit its table */
export function partsOf(engine: Engine, operation: EngineOperation, request: Parsed): readonly Part[] {
  switch (operation) {
    case "GetItem":
    case "UpdateItem":
    case "DeleteItem":
      return [keyPart(engine, operation, tableNameOf(request), request["Key"])];
    case "PutItem":
      return [itemPart(engine, operation, tableNameOf(request), request["Item"])];
    case "Query":
      return [queryPart(engine, request)];
    case "Scan":
      return [{ ...tablePart(operation, request), ...indexOf(request) }];
    case "BatchGetItem":
      return batchParts(request, (tableName, entry) =>
        (entry as { Keys: readonly unknown[] }).Keys.map((key) => keyPart(engine, operation, tableName, key)),
      );
    case "BatchWriteItem":
      return batchParts(request, (tableName, entry) =>
        (entry as readonly BatchWrite[]).map((write) =>
          write.PutRequest
            ? itemPart(engine, operation, tableName, write.PutRequest.Item)
            : keyPart(engine, operation, tableName, write.DeleteRequest?.Key),
        ),
      );
    case "CreateTable":
    case "DescribeTable":
      return [tablePart(operation, request)];
  }
}

/** Part of a call that names an item by its key; on an unknown table it has no leading key. */
export function keyPart(engine: Engine, action: string, tableName: string, key: unknown): Part {
  return rowPart(engine, action, tableName, key, db.validateKey);
}

/** Part of a call that carries a whole item. */
export function itemPart(engine: Engine, action: string, tableName: string, item: unknown): Part {
  return rowPart(engine, action, tableName, item, db.validateItem);
}

interface BatchWrite {
  readonly PutRequest?: { readonly Item: unknown };
  readonly DeleteRequest?: { readonly Key: unknown };
}

function rowPart(
  engine: Engine,
  action: string,
  tableName: string,
  row: unknown,
  validate: (row: Item, table: Table) => Error | null | undefined,
): Part {
  const table = engine.find(tableName);
  if (!table) return { action, tableName };
  const values = (row ?? {}) as Item;
  const failure = validate(values, table) ?? longKey(table.KeySchema, values);
  if (failure) throw failure;
  return { action, tableName, partitionKey: textOf(values[partitionOf(table)]) };
}

function queryPart(engine: Engine, request: Parsed): Part {
  const part = { ...tablePart("Query", request), ...indexOf(request) };
  const table = engine.find(part.tableName);
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])];
  const target = part.indexName ? indexes.find((index) => index.IndexName === part.indexName) : table;
  if (!target) return part;
  const attribute = partitionOf(target);
  const conditions = request["KeyConditions"] as Readonly<Record<string, KeyCondition>>;
  const condition = conditions[attribute];
  if (!condition) throw invalid(`Query condition missed key schema element: ${attribute}`);
  if (condition.ComparisonOperator !== "EQ" || condition.AttributeValueList?.length !== 1)
    throw invalid("Query key condition not supported");
  return { ...part, partitionKey: textOf(condition.AttributeValueList[0]) };
}

interface KeyCondition {
  readonly ComparisonOperator: string;
  readonly AttributeValueList?: readonly AttributeValue[];
}

function batchParts(
  request: Parsed,
  each: (tableName: string, entry: unknown) => readonly Part[],
): readonly Part[] {
  return Object.entries(request["RequestItems"] as object).flatMap(([tableName, entry]) =>
    each(tableName, entry),
  );
}

function tablePart(action: string, request: Parsed): Part {
  return { action, tableName: tableNameOf(request) };
}

/** The table of a parsed request; the engine has checked that it is a name. */
export function tableNameOf(request: Parsed): string {
  return request["TableName"] as string;
}

function indexOf(request: Parsed): { readonly indexName?: string } {
  return request["IndexName"] === undefined ? {} : { indexName: request["IndexName"] as string };
}

function partitionOf(target: Pick<Table, "KeySchema">): string {
  return target.KeySchema.find((element) => element.KeyType === "HASH")?.AttributeName ?? "";
}

function textOf(value: AttributeValue | undefined): string {
  const [text] = Object.values(value ?? {});
  if (typeof text !== "string") throw invalid("The provided key element does not match the schema");
  return text;
}

function resourceOf(cloud: ServiceContext, part: Part): string {
  const table = `arn:aws:dynamodb:${cloud.region}:${cloud.account}:table/${part.tableName}`;
  return part.indexName === undefined ? table : `${table}/index/${part.indexName}`;
}
