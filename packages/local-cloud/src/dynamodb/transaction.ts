import { createHash } from "node:crypto";
import type { Item } from "dynalite/db/index.js";
import db from "dynalite/db/index.js";
import { AwsError } from "../aws/error.ts";
import type { PartitionUse } from "../aws/use.ts";
import { capacityOf } from "./capacity.ts";
import { clientTokenOf, type ClientTokens } from "./client-tokens.ts";
import type { Engine, Parsed } from "./engine.ts";
import { invalid, isConditionFailure, isEngineFailure, messageOf } from "./failure.ts";
import { itemPart, keyPart, tableNameOf } from "./part.ts";
import type { Part } from "./part.ts";
import { createStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { transactionReadUse, writeUse } from "./units.ts";
import type { Change } from "./units.ts";

// Limits: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
const maxItems = 100;
const maxSizeBytes = 4 * 1024 * 1024;

/** A condition check is parsed as the delete that it never does: same key, same condition. */
const kinds = {
  Put: { operation: "PutItem", action: "PutItem" },
  Update: { operation: "UpdateItem", action: "UpdateItem" },
  Delete: { operation: "DeleteItem", action: "DeleteItem" },
  ConditionCheck: { operation: "DeleteItem", action: "ConditionCheckItem" },
} as const;

type Kind = keyof typeof kinds;

interface Step {
  readonly kind: Kind;
  readonly part: Part;
  readonly request: Parsed;
  /** Key or whole item, which holds the key. */
  readonly row: Item;
  readonly wantsOld: boolean;
}

/** A parsed transaction: its parts can be judged before it is run. */
export interface Transaction {
  readonly parts: readonly Part[];
  readonly run: () => Promise<{
    readonly answer: Record<string, unknown>;
    /** What AWS bills. */
    readonly partitions: readonly PartitionUse[];
  }>;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** Makes the two transaction operations of one engine. */
export function createTransactions(engine: Engine, tokens: ClientTokens) {
  /** @throws AwsError or an engine failure when the request is malformed */
  function write(input: Readonly<Record<string, unknown>>): Transaction {
    const items = itemsOf(input);
    if (Buffer.byteLength(JSON.stringify(items)) > maxSizeBytes)
      throw invalid("Collection size of the transaction exceeds 4 MB");
    const steps = items.map((item) => stepOf(engine, item));
    const token = clientTokenOf(input);
    const digest = createHash("sha256").update(JSON.stringify(items)).digest("hex");
    const run = async () => {
      refuseDuplicates(engine, steps);
      const before = await committedRows(engine, steps);
      const uses = (of: (change: Change) => PartitionUse | readonly PartitionUse[], after = before) =>
        steps.flatMap(({ part, row }, index) =>
          of({ table: engine.table(part.tableName), row, before: before[index], after: after[index] }),
        );
      if (token !== undefined && (await tokens.isRepeat(token, digest)))
        return measured(input, uses(transactionReadUse));
      const stage = createStage(engine);
      const reasons: Reason[] = [];
      for (const step of steps) reasons.push(await attempt(engine, stage, step));
      if (reasons.some((reason) => reason.Code !== "None")) throw cancelled(reasons);
      await stage.commit(token === undefined ? {} : { beside: tokens.operationsOf(token, digest) });
      const after = await committedRows(engine, steps);
      return measured(
        input,
        uses((change) => writeUse(change, true), after),
      );
    };
    return { parts: steps.map((step) => step.part), run: () => engine.exclusive(run) };
  }

  /** @throws AwsError or an engine failure when the request is malformed */
  function get(input: Readonly<Record<string, unknown>>): Transaction {
    const gets = itemsOf(input).map((item) => {
      const request = engine.parse("GetItem", item["Get"]);
      const part = keyPart(engine, "GetItem", tableNameOf(request), request["Key"]);
      return { part, request, row: request["Key"] as Item };
    });
    const run = async () => {
      refuseDuplicates(engine, gets);
      const Responses: object[] = [];
      const partitions: PartitionUse[] = [];
      for (const { part, request, row } of gets) {
        const before = await committed(engine, { part, row });
        const { Item: item } = await engine.run("GetItem", request);
        Responses.push(item === undefined ? {} : { Item: item });
        partitions.push(transactionReadUse({ table: engine.table(part.tableName), row, before }));
      }
      return measured(input, partitions, { Responses });
    };
    return { parts: gets.map(({ part }) => part), run: () => engine.exclusive(run) };
  }

  return { write, get };
}

function measured(
  input: Readonly<Record<string, unknown>>,
  partitions: readonly PartitionUse[],
  answer: Record<string, unknown> = {},
) {
  const capacity = capacityOf(input, partitions);
  return { answer: { ...answer, ...(capacity.length > 0 && { ConsumedCapacity: capacity }) }, partitions };
}

function itemsOf(input: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const items = input["TransactItems"];
  if (!Array.isArray(items) || items.length < 1 || items.length > maxItems)
    throw invalid(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
        "Member must have length less than or equal to 100 and greater than or equal to 1",
    );
  return items as readonly Readonly<Record<string, unknown>>[];
}

function stepOf(engine: Engine, item: Readonly<Record<string, unknown>>): Step {
  const [name, ...others] = Object.keys(item);
  if (name === undefined || others.length > 0 || !(name in kinds))
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  const kind = name as Kind;
  const { operation, action } = kinds[kind];
  const request = engine.parse(operation, item[kind]);
  if (kind === "ConditionCheck" && request["ConditionExpression"] === undefined)
    throw invalid("The parameter 'ConditionExpression' is required but was not present in the request");
  if (kind === "Update" && request["UpdateExpression"] === undefined)
    throw invalid("The parameter 'UpdateExpression' is required but was not present in the request");
  const tableName = tableNameOf(request);
  const row = structuredClone((kind === "Put" ? request["Item"] : request["Key"]) as Item);
  const part =
    kind === "Put" ? itemPart(engine, action, tableName, row) : keyPart(engine, action, tableName, row);
  const onFailure = (item[kind] as Readonly<Record<string, unknown>>)["ReturnValuesOnConditionCheckFailure"];
  return { kind, part, request, row, wantsOld: onFailure === "ALL_OLD" };
}

function refuseDuplicates(
  engine: Engine,
  steps: readonly { readonly part: Part; readonly row: Item }[],
): void {
  const rows = steps.map(({ part, row }) => storedID(engine, part, row));
  if (new Set(rows).size < rows.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
}

async function attempt(engine: Engine, stage: Stage, step: Step): Promise<Reason> {
  try {
    if (step.kind === "ConditionCheck") {
      const failure = db.checkConditional(step.request, await committed(engine, step));
      if (failure) throw failure;
    } else await engine.run(kinds[step.kind].operation, step.request, stage.store);
    return { Code: "None" };
  } catch (error) {
    if (!isEngineFailure(error)) throw error;
    if (!isConditionFailure(error)) return { Code: "ValidationError", Message: messageOf(error) };
    const old = step.wantsOld ? await committed(engine, step) : undefined;
    return { Code: "ConditionalCheckFailed", Message: messageOf(error), ...(old && { Item: old }) };
  }
}

function committed(engine: Engine, { part, row }: Pick<Step, "part" | "row">): Promise<Item | undefined> {
  return engine.read(part.tableName, db.createKey(row, engine.table(part.tableName)));
}

function committedRows(engine: Engine, steps: readonly Step[]): Promise<readonly (Item | undefined)[]> {
  return Promise.all(steps.map((step) => committed(engine, step)));
}

function storedID(engine: Engine, part: Part, row: Item): string {
  return `${part.tableName}~${db.createKey(row, engine.table(part.tableName))}`;
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
