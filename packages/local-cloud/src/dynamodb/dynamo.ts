import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Item } from "dynalite/db/index.js";
import db from "dynalite/db/index.js";
import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { PartitionUse } from "../aws/use.ts";
import { createEngine } from "./engine.ts";
import type { Engine, EngineOperation, Parsed } from "./engine.ts";
import { asAwsError, isConditionFailure } from "./failure.ts";
import { readMeasured } from "./measured-read.ts";
import { authorizeParts, partsOf, tableNameOf } from "./part.ts";
import type { Part } from "./part.ts";
import { createStage } from "./stage.ts";
import { createTransactions } from "./transaction.ts";
import { writeUse } from "./units.ts";

/** DynamoDB as a JSON service. */
export interface Dynamo {
  readonly service: JsonService;
  close(): Promise<void>;
}

type Input = Readonly<Record<string, unknown>>;

/** An answer, and what it cost where that is measured. */
interface Outcome {
  readonly answer: Record<string, unknown>;
  readonly partitions?: readonly PartitionUse[];
}

const reads = ["GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable"] as const;
const writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"] as const;

/**
 * Starts DynamoDB in memory with these tables. Every write, single, batch or transaction, becomes visible in one atomic
 * step or not at all. Stronger than AWS in one point: indexes are never late, and transactions never conflict.
 */
export async function createDynamo(
  cloud: ServiceContext,
  tables: readonly CreateTableCommandInput[],
): Promise<Dynamo> {
  const engine = createEngine(cloud.region, cloud.account);
  for (const table of tables) await engine.create(table);
  const transactions = createTransactions(engine, cloud.clock);

  /** Adds what all operations share: a caller, AWS errors, and the seam after the effect. */
  const operation =
    (name: string, run: (input: Input, caller: Principal) => Promise<Outcome>) =>
    async (input: Input, caller: Principal | undefined) => {
      if (!caller) throw new AwsError("MissingAuthenticationTokenException", "Request is not signed", 403);
      try {
        const { answer, ...use } = await run(input, caller);
        cloud.seams.reached(caller, `dynamodb:${name}`, use);
        return answer;
      } catch (error) {
        throw asAwsError(error);
      }
    };

  const simple = (
    name: EngineOperation,
    run: (request: Parsed, input: Input, parts: readonly Part[]) => Promise<Outcome>,
  ) =>
    operation(name, (input, caller) => {
      const request = engine.parse(name, input);
      const parts = partsOf(engine, name, request);
      authorizeParts(cloud, caller, parts);
      return run(request, input, parts);
    });

  const transaction = (name: "TransactWriteItems" | "TransactGetItems", kind: "write" | "get") =>
    operation(name, (input, caller) => {
      const { parts, run } = transactions[kind](input);
      authorizeParts(cloud, caller, parts);
      return run();
    });

  const operations = {
    ...Object.fromEntries(
      reads.map((name) => [
        name,
        simple(name, (request, _, parts) => readMeasured(engine, name, request, parts)),
      ]),
    ),
    ...Object.fromEntries(
      writes.map((name) => [name, simple(name, (request, input) => write(engine, name, request, input))]),
    ),
    CreateTable: operation("CreateTable", async (input, caller) => {
      if (caller.kind !== "root")
        throw new AwsError("AccessDeniedException", "Only the root may create tables.");
      return { answer: await engine.create(input) };
    }),
    TransactWriteItems: transaction("TransactWriteItems", "write"),
    TransactGetItems: transaction("TransactGetItems", "get"),
  };
  return {
    service: { service: "dynamodb", target: "DynamoDB_20120810", version: "1.0", operations },
    close: () => engine.close(),
  };
}

function write(engine: Engine, name: (typeof writes)[number], request: Parsed, input: Input) {
  const wantsOld = input["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD";
  const row = structuredClone((request["Key"] ?? request["Item"]) as Item | undefined);
  const table = row && engine.table(tableNameOf(request));
  const read = () => table && engine.read(table.TableName, db.createKey(row, table));
  return engine.exclusive(async (): Promise<Outcome> => {
    const stage = createStage(engine);
    const before = await read();
    try {
      const answer = await engine.run(name, request, stage.store);
      await stage.commit();
      if (!table) return { answer };
      return { answer, partitions: writeUse({ table, row, before, after: await read() }, false) };
    } catch (error) {
      if (!wantsOld || !row || !isConditionFailure(error)) throw error;
      throw asAwsError(error, before ? { Item: before } : {});
    }
  });
}
