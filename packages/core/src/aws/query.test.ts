import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { put } from "../kernel/index.ts";
import type { Described } from "./condition.ts";
import { Parcel, parcel, startParcels } from "./entity.fixture.ts";

let parcels: Awaited<ReturnType<typeof startParcels>>;
beforeAll(async () => (parcels = await startParcels()));
afterAll(() => parcels.close());

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 3 });

test("a stretch of a partition, in the table and in an index, holds the keys that it says, in their order", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(word, { maxLength: 6 }), word, word, async (words, one, other) => {
      const pk = `cli_a#par#${run++}`;
      const [gsi1pk, elsewhere] = [`${pk}#day`, `${pk}#other`];
      for (const sk of words) {
        await parcels.takes(put(Parcel.create({ pk, sk, gsi1pk, gsi1sk: sk, ...parcel }).params()));
        await parcels.takes(put(Parcel.create({ pk: elsewhere, sk, ...parcel }).params()));
      }
      const [from, to] = one < other ? [one, other] : [other, one];
      const found = async (query: Described) =>
        (await parcels.database.query(query.params())).items.map(({ sk }) => sk);
      const held = (holds: (sk: string) => boolean) => words.filter(holds).toSorted();
      const table = Parcel.query.primary({ pk });
      const index = Parcel.query.byDay({ gsi1pk });
      const all = held(() => true);
      const begun = held((sk) => sk.startsWith(one));
      const between = held((sk) => from <= sk && sk <= to);
      const before = held((sk) => sk < one);
      const since = held((sk) => sk >= one);
      expect([await found(table), await found(index)]).toEqual([all, all]);
      expect([await found(table.begins({ sk: one })), await found(index.begins({ gsi1sk: one }))]).toEqual([
        begun,
        begun,
      ]);
      expect([
        await found(table.between({ sk: from }, { sk: to })),
        await found(index.between({ gsi1sk: from }, { gsi1sk: to })),
      ]).toEqual([between, between]);
      expect([await found(table.lt({ sk: one })), await found(index.lt({ gsi1sk: one }))]).toEqual([
        before,
        before,
      ]);
      expect([await found(table.gte({ sk: one })), await found(index.gte({ gsi1sk: one }))]).toEqual([
        since,
        since,
      ]);
    }),
    { numRuns: 25 },
  );
});

test("a query without its partition is refused", () => {
  expect(() => Parcel.query.primary({} as { pk: string }).params()).toThrow("pk cannot hold this value");
  expect(() =>
    Parcel.query
      .byDay({ gsi1pk: "a" })
      .lt({} as { gsi1sk: string })
      .params(),
  ).toThrow("gsi1sk cannot hold this value");
});
