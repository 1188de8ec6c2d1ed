import {
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import type { Committed, Item, Page, Reader, TransactPart, Write } from "../kernel/index.ts";
import { unavailable } from "../kernel/index.ts";

/** Our six tables by their short names; a deployment gives their real ones. */
export type TableName = "record" | "audit" | "log" | "session" | "directory" | "limit";
export type TableNames = Readonly<Record<TableName, string>>;

interface TableParams {
  readonly TableName: string;
  readonly IndexName?: string;
}

/** The tables, under the rights of one principal. */
export interface Database extends Reader {
  commit(writes: readonly Write[]): Promise<Committed>;
}

/** @param client signs as the function's own role, or as its tenant role for one clinic */
export function createDatabase(client: DynamoDBDocumentClient, tables: TableNames): Database {
  const named = <Params>(params: object) =>
    ({ ...params, TableName: tables[(params as TableParams).TableName as TableName] }) as Params;
  return {
    async get(params) {
      const command = new GetCommand({ ...named<GetCommand["input"]>(params), ConsistentRead: true });
      return (await answered(client.send(command))).Item;
    },
    async query(params, page) {
      const input = named<QueryCommand["input"]>(params);
      return await queryAll(client, { ...input, ConsistentRead: input.IndexName === undefined }, page);
    },
    async commit(writes) {
      if (writes.length === 0 || writes.length > 100)
        throw new RangeError("a transaction has 1 to 100 items");
      const TransactItems = writes.map(({ part }) => transactItem(part, named));
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return { outcome: "done" };
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

type TransactItem = NonNullable<TransactWriteCommand["input"]["TransactItems"]>[number];

function transactItem(part: TransactPart, named: (params: object) => object): TransactItem {
  const [[kind, params]] = Object.entries(part) as [[string, object]];
  return { [kind]: named(params) } as TransactItem;
}

interface CancellationReason {
  readonly Code?: string;
}

const BUSY = new Set([
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ThrottlingError",
  "ThrottlingException",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);

/** @throws Problem `unavailable` when it is neither a failed condition nor a conflict */
function refusal(error: unknown): Committed {
  const { name, CancellationReasons: reasons = [] } = error as {
    name?: string;
    CancellationReasons?: readonly CancellationReason[];
  };
  const isBusy = (code: string | undefined) => code !== undefined && BUSY.has(code);
  // A part that was only busy may have failed too: what the others say is no answer yet.
  if (isBusy(name) || reasons.some(({ Code }) => isBusy(Code))) return { outcome: "conflict" };
  const failed = reasons.flatMap(({ Code }, index) => (Code === "ConditionalCheckFailed" ? [index] : []));
  if (failed.length > 0) return { outcome: "refused", failed };
  throw unavailable(error);
}

async function queryAll(
  client: DynamoDBDocumentClient,
  input: QueryCommand["input"],
  page: { readonly limit: number; readonly after?: Item | undefined } | undefined,
): Promise<Page> {
  const items: Item[] = [];
  let after = page?.after;
  do {
    const rest = page === undefined ? {} : { Limit: page.limit - items.length };
    const start = after === undefined ? {} : { ExclusiveStartKey: after };
    const result = await answered(client.send(new QueryCommand({ ...input, ...rest, ...start })));
    items.push(...(result.Items ?? []));
    after = result.LastEvaluatedKey;
  } while (after !== undefined && (page === undefined || items.length < page.limit));
  return after === undefined ? { items } : { items, last: after };
}

async function answered<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw unavailable(error);
  }
}
