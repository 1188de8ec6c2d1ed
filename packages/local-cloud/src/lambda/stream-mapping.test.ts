import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTables } from "../dynamodb/table.fixture.ts";
import type { StreamRecord } from "../dynamodb/stream.ts";
import type { StreamMappingOptions } from "../options.ts";
import { startStreamMapping } from "./stream-mapping.ts";

const table = "record";
type Handler = (records: readonly StreamRecord[]) => unknown;

let cloud: Awaited<ReturnType<typeof startTables>>;
/** How far each shard was handled, as it would be kept. */
let kept: Map<string, string>;
let mappings: ReturnType<typeof startStreamMapping>[];

beforeEach(async () => {
  cloud = await startTables();
  [kept, mappings] = [new Map(), []];
});
afterEach(async () => {
  await Promise.all(mappings.map((mapping) => mapping.stop()));
  await cloud.close();
});

/** Feeds `handle`; returns what it was given, batch by batch, as sort keys. */
function feed(handle: Handler, more: Omit<StreamMappingOptions, "table"> = {}) {
  const batches: string[][] = [];
  const mapping = startStreamMapping({
    ...more,
    stream: cloud.service.streams.admit(cloud.principal("owner"), table),
    positions: {
      found: new Map(kept),
      put: (key, value) => kept.set(key, value),
      delete: (key) => kept.delete(key),
    },
    async invoke(event) {
      const { Records } = event as { Records: readonly StreamRecord[] };
      batches.push(Records.map(nameOf));
      return await handle(Records);
    },
  });
  mappings.push(mapping);
  return { batches, stop: () => mapping.stop() };
}

const nameOf = ({ dynamodb }: StreamRecord) => String(dynamodb.Keys["sk"]?.["S"]);
const put = (pk: string, sk: string) =>
  cloud.owner.send(new PutCommand({ TableName: table, Item: { pk, sk } }));
const putAll = async (...names: readonly string[]) => {
  for (const name of names) await put("p", name);
};
const reported = (records: readonly StreamRecord[], name: string) => ({
  batchItemFailures: records
    .filter((record) => nameOf(record) === name)
    .map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
});

/** A handler that refuses a row some times, by throwing or by reporting it. */
function refusing(name: string, times: number, how: "throws" | "reports"): Handler {
  let left = times;
  return (records) => {
    if (!records.some((record) => nameOf(record) === name) || left === 0) return {};
    left -= 1;
    if (how === "throws") throw new Error(name);
    return reported(records, name);
  };
}

it("gives what was there, and what comes, in order and in batches", async () => {
  await putAll("1", "2", "3");
  const { batches } = feed(() => ({}), { batchSize: 2 });
  await expect.poll(() => batches).toEqual([["1", "2"], ["3"]]);
  await putAll("4");
  await expect.poll(() => batches.at(-1)).toEqual(["4"]);
});

it("keeps the order of each partition key, while another one waits for its failure", async () => {
  const keys = Array.from({ length: 6 }, (_, place) => `key${place}`);
  for (const sk of ["1", "2", "3"]) for (const pk of keys) await put(pk, sk);
  const seen = new Map<string, string[]>(keys.map((pk) => [pk, []]));
  let failures = 2;
  feed(
    (records) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error("first");
      }
      for (const record of records) seen.get(String(record.dynamodb.Keys["pk"]?.["S"]))?.push(nameOf(record));
    },
    { batchSize: 4 },
  );
  await expect.poll(() => [...seen.values()]).toEqual(keys.map(() => ["1", "2", "3"]));
});

describe("what fails", () => {
  it("comes again from the record that was reported on, and nothing behind it before", async () => {
    await putAll("1", "2", "3");
    const { batches } = feed(refusing("2", 2, "reports"));
    await expect
      .poll(() => batches)
      .toEqual([
        ["1", "2", "3"],
        ["2", "3"],
        ["2", "3"],
      ]);
  });

  it.each([
    ["an unknown record", { batchItemFailures: [{ itemIdentifier: "unknown" }] }],
    ["no identifier", { batchItemFailures: [{}] }],
    ["no list", { batchItemFailures: "all" }],
  ])("comes again whole when the answer names %s", async (_, answer) => {
    await putAll("1", "2");
    let isFirst = true;
    const { batches } = feed(() => {
      if (!isFirst) return {};
      isFirst = false;
      return answer;
    });
    await expect
      .poll(() => batches)
      .toEqual([
        ["1", "2"],
        ["1", "2"],
      ]);
  });

  it("is halved when that is wished, until it stands alone", async () => {
    await putAll("1", "2", "3", "4");
    const { batches } = feed(refusing("3", 3, "throws"), { bisects: true });
    await expect
      .poll(() => batches)
      .toEqual([["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["4"]]);
  });

  it("is given up after the attempts that are allowed, and what follows is handled", async () => {
    await putAll("bad", "good");
    const { batches } = feed(refusing("bad", Infinity, "throws"), { batchSize: 1, maximumRetryAttempts: 1 });
    await expect.poll(() => batches).toEqual([["bad"], ["bad"], ["good"]]);
  });

  it("is given up when it is a day old", async () => {
    await putAll("bad");
    const { batches } = feed(refusing("bad", Infinity, "throws"));
    await expect.poll(() => batches.length).toBeGreaterThan(1);
    cloud.advance(600);
    await put("p", "good");
    cloud.advance(24 * 60 * 60 - 300);
    await expect.poll(() => batches.at(-1)).toEqual(["good"]);
  });
});

it("begins behind what was handled, and gives again what was not, after it was ended", async () => {
  await putAll("1", "2");
  const first = feed(
    (records) => {
      if (records.some((record) => nameOf(record) === "2")) throw new Error("ended here");
      return {};
    },
    { batchSize: 1 },
  );
  await expect.poll(() => first.batches.length).toBeGreaterThan(1);
  await first.stop();
  const second = feed(() => ({}));
  await expect.poll(() => second.batches).toEqual([["2"]]);
  await second.stop();
  await putAll("3");
  const third = feed(() => ({}));
  await expect.poll(() => third.batches).toEqual([["3"]]);
});
