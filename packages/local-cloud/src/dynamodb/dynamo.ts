import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { PartitionUse } from "../aws/use.ts";
import { withLateIndexes } from "../faults/late-index.ts";
import type { LocalCloudOptions, Place } from "../options.ts";
import { createClientTokens } from "./client-tokens.ts";
import { createEngine } from "./engine.ts";
import type { Engine, EngineOperation, Parsed } from "./engine.ts";
import { asAwsError } from "./failure.ts";
import { readMeasured } from "./measured-read.ts";
import { writeMeasured } from "./measured-write.ts";
import { authorizeParts, partsOf } from "./part.ts";
import type { Part } from "./part.ts";
import { createStreamsService } from "./streams-service.ts";
import { createStreamSource } from "./stream-source.ts";
import type { StreamSource } from "./stream-source.ts";
import { expireAll } from "./time-to-live.ts";
import { createTransactions } from "./transaction.ts";

/** DynamoDB as a JSON service. */
export interface Dynamo {
  readonly service: JsonService;
  /** DynamoDB Streams, which is a service of its own by its name in the request. */
  readonly streamsService: JsonService;
  readonly streams: StreamSource;
  /** Removes rows and client tokens past their time, and stream records that are older than a day. @returns how many rows */
  expireRows(): Promise<number>;
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
 * Starts DynamoDB with these tables and what `directory` keeps of them, or in memory. Every write, single, batch or
 * transaction, becomes visible in one atomic step or not at all. Kinder than AWS, unless its faults are on: indexes are never
 * late, and transactions never conflict.
 *
 * @throws Error when another process uses the directory, or a kept table has other keys or indexes
 */
export async function createDynamo(
  cloud: ServiceContext,
  { tables, timeToLive = {} }: Pick<LocalCloudOptions, "tables" | "timeToLive">,
  directory?: Place,
): Promise<Dynamo> {
  const engine = await openTables(cloud, { tables, timeToLive }, directory);
  const tokens = createClientTokens(engine.store, cloud.clock);
  const transactions = createTransactions(engine, tokens);

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
      writes.map((name) => [
        name,
        simple(name, (request, input) => writeMeasured(engine, name, request, input)),
      ]),
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
    streamsService: createStreamsService(cloud, engine),
    streams: createStreamSource(cloud, engine),
    expireRows: () => expireAll(engine, tokens, cloud.clock, timeToLive),
    close: () => engine.close(),
  };
}

async function openTables(
  cloud: ServiceContext,
  { tables, timeToLive = {} }: Pick<LocalCloudOptions, "tables" | "timeToLive">,
  directory: Place | undefined,
): Promise<Engine> {
  const engine = withLateIndexes(await createEngine(cloud, directory), cloud);
  try {
    for (const table of tables) if (!(await engine.resume(table))) await engine.create(table);
    for (const tableName of Object.keys(timeToLive)) engine.table(tableName);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
