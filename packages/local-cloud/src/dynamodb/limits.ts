import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Item, KeySchemaElement, Table } from "dynalite/db/index.js";
import db from "dynalite/db/index.js";
import { invalid } from "./failure.ts";
import { itemBytes, textBytes } from "./size.ts";

/**
 * The limits of DynamoDB that the engine lets pass, or counts in characters where DynamoDB counts bytes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const most = {
  itemBytes: 400 * 1024,
  partitionKeyBytes: 2048,
  sortKeyBytes: 1024,
  expressionBytes: 4096,
  /** Of all names and values of an expression together. */
  placeholderBytes: 2 * 1024 * 1024,
  batchWrites: 25,
  batchReads: 100,
  batchBytes: 16 * 1024 * 1024,
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html */
  projectedPerIndex: 20,
  projectedPerTable: 100,
};

const expressions = [
  "ConditionExpression",
  "FilterExpression",
  "KeyConditionExpression",
  "ProjectionExpression",
  "UpdateExpression",
];

/** Why a table cannot hold this row, or undefined. */
export function rowFailure(table: Table, item: Item): Error | undefined {
  return (
    indexesOf(table)
      .map((index) => emptyKey(index.IndexName, index.KeySchema, item))
      .find((failure) => failure !== undefined) ??
    [table, ...indexesOf(table)]
      .map(({ KeySchema }) => longKey(KeySchema, item))
      .find((failure) => failure !== undefined) ??
    (itemBytes(item) > most.itemBytes
      ? db.validationError("Item size has exceeded the maximum allowed size")
      : undefined)
  );
}

/** @throws AwsError `ValidationException` when a call has a longer expression, or more in a batch, than DynamoDB takes */
export function requireRequestLimits(operation: string, request: Readonly<Record<string, unknown>>): void {
  for (const name of expressions) {
    const { [name]: expression } = request;
    const bytes = typeof expression === "string" ? textBytes(expression) : 0;
    if (bytes > most.expressionBytes)
      throw invalid(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
      );
  }
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = request;
  if (textBytes(JSON.stringify([names, values])) > most.placeholderBytes)
    throw invalid("ExpressionAttributeNames and ExpressionAttributeValues exceed the maximum size of 2 MB");
  if (operation === "BatchWriteItem") requireBatch(operation, request, most.batchWrites);
  if (operation === "BatchGetItem") requireBatch(operation, request, most.batchReads);
}

/** @throws AwsError `ValidationException` when a table's indexes hold more attributes than DynamoDB takes */
export function requireTableLimits({
  GlobalSecondaryIndexes: global = [],
  LocalSecondaryIndexes: local = [],
}: Pick<CreateTableCommandInput, "GlobalSecondaryIndexes" | "LocalSecondaryIndexes">): void {
  let total = 0;
  for (const { IndexName, Projection } of [...(global ?? []), ...(local ?? [])]) {
    const { length } = Projection?.NonKeyAttributes ?? [];
    total += length;
    if (length > most.projectedPerIndex)
      throw invalid(
        `1 validation error detected: Value at 'projection.nonKeyAttributes' of ${IndexName} failed to satisfy constraint: ` +
          `Member must have length less than or equal to ${most.projectedPerIndex}`,
      );
  }
  if (total > most.projectedPerTable)
    throw invalid(
      "One or more parameter values were invalid: Number of NonKeyAttributes of all indexes exceeds the per-table limit of " +
        `${most.projectedPerTable}`,
    );
}

/** The engine counts table by table; DynamoDB counts the whole call. */
function requireBatch(
  operation: string,
  { RequestItems: tables }: Readonly<Record<string, unknown>>,
  limit: number,
): void {
  const entries = Object.values((tables ?? {}) as Readonly<Record<string, unknown>>);
  const length = entries.reduce<number>((total, entry) => total + lengthOf(entry), 0);
  if (length > limit) throw invalid(`Too many items requested for the ${operation} call`);
  if (textBytes(JSON.stringify(entries)) > most.batchBytes)
    throw invalid("The batch exceeds the maximum size of a request of 16 MB");
}

function lengthOf(entry: unknown): number {
  const list = Array.isArray(entry) ? entry : (entry as { readonly Keys?: unknown } | null)?.Keys;
  return Array.isArray(list) ? list.length : 0;
}

function indexesOf(table: Table) {
  return [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
}

/** DynamoDB refuses an empty value in the key of an index. */
function emptyKey(indexName: string, keys: readonly KeySchemaElement[], item: Item): Error | undefined {
  const { AttributeName: name } =
    keys.find(({ AttributeName }) => {
      const value = item[AttributeName];
      return value !== undefined && (value["S"] === "" || value["B"] === "");
    }) ?? {};
  if (name === undefined) return undefined;
  return db.validationError(
    "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
      `The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${indexName}, IndexKey: ${name}`,
  );
}

/** Why a key, of a table or of an index, is too long, or undefined. */
export function longKey(keys: readonly KeySchemaElement[], item: Item): Error | undefined {
  for (const { AttributeName, KeyType } of keys) {
    const [type, value] = Object.entries(item[AttributeName] ?? {})[0] ?? [];
    if (type === undefined || type === "N") continue;
    const bytes = type === "B" ? Buffer.byteLength(String(value), "base64") : textBytes(String(value));
    if (KeyType === "HASH" && bytes > most.partitionKeyBytes)
      return db.validationError(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
      );
    if (KeyType === "RANGE" && bytes > most.sortKeyBytes)
      return db.validationError(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
      );
  }
  return undefined;
}
