import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAMES, ROW_RIGHTS, type FunctionName, type RowAction } from "../../infra/policy/index.ts";
import { createdPair, type Belongings } from "../support/belongings.ts";
import { outcomeOf, tenantPrincipal, type Principal } from "../support/principal.ts";
import { actOnRow, type Index, type Table } from "../support/row-action.ts";
import { dumpTable, dumpTables, type Row } from "../support/table-dump.ts";
import { startWorld, type World } from "../support/world.ts";

const ACTIONS: readonly RowAction[] = [
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "ConditionCheckItem",
];
const INDEXES: readonly Index[] = ["gsi1", "gsi2", "gsi3", "gsi4"];
const KINDS = [
  ...new Set(Object.values(ROW_RIGHTS).flatMap((rights) => rights.flatMap(({ kinds }) => kinds))),
];

let world: World;
let riverside: Belongings;
let harbor: Belongings;

beforeAll(async () => {
  world = await startWorld();
  [riverside, harbor] = await createdPair(world);
});
afterAll(() => world.close());

const as = (name: FunctionName, { clinicID }: Belongings) => tenantPrincipal(world, name, clinicID);
const nameOf = (table: Table) => world.names.tables[table].name;

const label = (table: Table, index: Index | undefined, kind: string, action: RowAction) =>
  [table, index ?? "rows", kind, action].join(" ");

/** What a role is meant to be able to do, by the list that its policy is made from. */
const granted = (name: FunctionName) =>
  ROW_RIGHTS[name].flatMap(({ table, index, kinds, actions }) =>
    kinds.flatMap((kind) => actions.map((action) => label(table, index, kind, action))),
  );

/** What of everything thinkable a role can do to one clinic's rows. */
async function possible(principal: Principal, { clinicID }: Belongings): Promise<readonly string[]> {
  const done: string[] = [];
  const tryOut = async (action: RowAction, kind: string, table: Table, index?: Index) => {
    const outcome = await outcomeOf(
      actOnRow(world, principal, action, { table, index, pk: `${clinicID}#${kind}#try` }),
    );
    if (outcome === "done") done.push(label(table, index, kind, action));
    else if (outcome !== "refused") throw new Error(`${label(table, index, kind, action)}: ${outcome}`);
  };
  for (const kind of KINDS) {
    for (const table of ["record", "audit", "log"] as const) {
      await Promise.all(ACTIONS.map((action) => tryOut(action, kind, table)));
    }
    await Promise.all(INDEXES.map((index) => tryOut("Query", kind, "audit", index)));
    await Promise.all(INDEXES.slice(0, 3).map((index) => tryOut("Query", kind, "record", index)));
  }
  return done.toSorted();
}

describe("what each function may do with rows", () => {
  it.each(FUNCTION_NAMES)("%s does to its own clinic's what is listed, and nothing else", async (name) => {
    expect(await possible(as(name, harbor), harbor)).toEqual(granted(name).toSorted());
  });

  it.each(FUNCTION_NAMES)("%s does nothing at all to another clinic's", async (name) => {
    expect(await possible(as(name, harbor), riverside)).toEqual([]);
  });

  it.each(FUNCTION_NAMES)("%s cannot read or write in bulk", async (name) => {
    const { dynamo } = as(name, harbor);
    const Key = { pk: `${harbor.clinicID}#sub#try`, sk: "try" };
    for (const table of ["record", "audit", "log"] as const) {
      const TableName = nameOf(table);
      const bulk = [
        new ScanCommand({ TableName }),
        ...(table === "log" ? [] : [new ScanCommand({ TableName, IndexName: "gsi1" })]),
      ].map((command) => outcomeOf(dynamo.send(command)));
      const get = new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key] } } });
      const put = new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] } });
      const outcomes = [await outcomeOf(dynamo.send(get)), await outcomeOf(dynamo.send(put))];
      expect(new Set([...(await Promise.all(bulk)), ...outcomes])).toEqual(new Set(["refused"]));
    }
  });
});

/** Asks for a row that is there: itself, its partition, and every index partition that lists it. */
async function look({ dynamo }: Principal, table: "record" | "audit", row: Row): Promise<readonly string[]> {
  const TableName = nameOf(table);
  const partitions: readonly (readonly [string, Index | undefined])[] = [
    [String(row["pk"]), undefined],
    ...INDEXES.flatMap((index) => (`${index}pk` in row ? [[String(row[`${index}pk`]), index] as const] : [])),
  ];
  const queries = partitions.map(([pk, index]) =>
    outcomeOf(actOnRow(world, { dynamo }, "Query", { table, index, pk })),
  );
  const get = new GetCommand({ TableName, Key: { pk: row["pk"], sk: row["sk"] } });
  return [await outcomeOf(dynamo.send(get)), ...(await Promise.all(queries))];
}

async function lookAtAll(principal: Principal, { records, events }: Belongings): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const row of records) for (const outcome of await look(principal, "record", row)) seen.add(outcome);
  for (const row of events) for (const outcome of await look(principal, "audit", row)) seen.add(outcome);
  return seen;
}

describe("the rows that a real submission left", () => {
  it("are of every kind that sending and routing makes", () => {
    const kinds = new Set(riverside.records.map(({ pk }) => String(pk).split("#")[1]));
    expect([...kinds]).toEqual(
      expect.arrayContaining(["sub", "key", "num", "idm", "quo", "tsk", "cnt", "cli", "per", "pat"]),
    );
    expect(riverside.events.length).toBeGreaterThan(5);
  });

  it.each(["intake", "keys", "review", "admin", "ingest", "auth"] as const)(
    "%s sees none of them in another clinic's name, and some in its own",
    async (name) => {
      expect(await lookAtAll(as(name, harbor), riverside)).toEqual(new Set(["refused"]));
      expect(await lookAtAll(as(name, riverside), riverside)).toContain("done");
    },
  );

  it("hold the wrapped key where keys alone can read it", async () => {
    const row = riverside.records.find(({ pk }) => String(pk).includes("#key#"));
    const Key = { pk: row?.["pk"], sk: row?.["sk"] };
    const get = (name: FunctionName) =>
      outcomeOf(as(name, riverside).dynamo.send(new GetCommand({ TableName: nameOf("record"), Key })));
    const outcomes = FUNCTION_NAMES.map(async (name) => [name, await get(name)] as const);
    expect(Object.fromEntries(await Promise.all(outcomes))).toEqual({
      ...Object.fromEntries(FUNCTION_NAMES.map((name) => [name, "refused"])),
      keys: "done",
    });
  });
});

describe("a transaction", () => {
  const put = ({ clinicID }: Belongings, sk: string) => ({
    Put: { TableName: nameOf("record"), Item: { pk: `${clinicID}#sub#try`, sk } },
  });

  it("with one foreign row is refused whole; without it, it is done", async () => {
    const { dynamo } = as("intake", harbor);
    const transact = (TransactItems: ReturnType<typeof put>[]) =>
      outcomeOf(dynamo.send(new TransactWriteCommand({ TransactItems })));
    const before = await dumpTables(world);
    expect(await transact([put(harbor, "one"), put(harbor, "two"), put(riverside, "three")])).toBe("refused");
    expect(await dumpTables(world)).toEqual(before);
    expect(await transact([put(harbor, "one"), put(harbor, "two")])).toBe("done");
    expect((await dumpTable(world, "record")).length).toBe(before.record.length + 2);
  });
});
