import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { put, remove, update } from "../kernel/index.ts";
import { Parcel, parcel, startParcels } from "./entity.fixture.ts";

const key = { pk: "cli_a#par#1", sk: "head" };
const whole = { ...key, ...parcel };

describe("a new row", () => {
  test("is put only where none is, and says what it is", () => {
    expect(Parcel.create({ ...whole, size: 3 }).params()).toEqual({
      TableName: "record",
      Item: { ...whole, size: 3, entity: "parcel", entityVersion: "1" },
      ConditionExpression: "attribute_not_exists(#pk)",
      ExpressionAttributeNames: { "#pk": "pk" },
    });
  });

  test("has no part in what is undefined", () => {
    const row = { ...whole, name: undefined } as typeof whole;
    expect(Parcel.create(row).params()).toEqual(Parcel.create(whole).params());
  });

  test("cannot say that it is something else", () => {
    const row = { ...whole, entity: "letter" };
    expect(Parcel.create(row).params()).toEqual(Parcel.create(whole).params());
  });

  test.for([
    ["an unknown attribute", { weihgt: 1 }, "there is no attribute weihgt"],
    ["one that every object has", { constructor: "a" }, "there is no attribute constructor"],
    ["a missing attribute", { number: undefined }, "number is missing"],
    ["a missing key", { sk: undefined }, "sk is missing"],
    ["a value outside of the list", { state: "found" }, "state cannot hold this value"],
    ["a number for a text", { name: 1 }, "name cannot hold this value"],
    ["a text for a number", { size: "1" }, "size cannot hold this value"],
    ["no number", { size: NaN }, "size cannot hold this value"],
    ["a text for yes or no", { isFragile: "false" }, "isFragile cannot hold this value"],
    ["a list of numbers", { labels: [1] }, "labels cannot hold this value"],
    ["nothing", { name: null }, "name cannot hold this value"],
  ] as const)("with %s is refused", ([, part, message]) => {
    expect(() => Parcel.create({ ...whole, ...part } as typeof whole)).toThrow(new TypeError(message));
  });
});

describe("a change", () => {
  test.for([
    [
      "an unknown attribute",
      () => Parcel.patch(key).set({ weihgt: 1 } as object),
      "there is no attribute weihgt",
    ],
    ["a mark", () => Parcel.patch(key).set({ entity: "letter" } as object), "entity never changes"],
    ["a key", () => Parcel.update(key).set({ sk: "a" } as object), "sk never changes"],
    ["what is fixed", () => Parcel.update(key).set({ number: "8" } as object), "number never changes"],
    [
      "a value outside of the list",
      () => Parcel.patch(key).set({ state: "found" } as object),
      "state cannot hold this value",
    ],
    [
      "a sum that is a text",
      () => Parcel.patch(key).add({ size: "1" } as object),
      "size cannot hold this value",
    ],
    ["a sum of texts", () => Parcel.patch(key).add({ name: "a" } as object), "name is no number"],
    [
      "taking away what must be there",
      () => Parcel.patch(key).remove(["state" as "name"]),
      "state is never taken away",
    ],
    [
      "taking away what is fixed",
      () => Parcel.patch(key).remove(["number" as "name"]),
      "number never changes",
    ],
    [
      "a comparison with nothing",
      () => Parcel.delete(key).where(({ size }, { eq }) => eq(size, undefined as never)),
      "size cannot hold this value",
    ],
  ] as const)("of or by %s is refused", ([, described, message]) => {
    expect(() => described().params()).toThrow(new TypeError(message));
  });

  test("of a row without its key is refused", () => {
    const half = { pk: "cli_a#par#1" } as typeof key;
    for (const describes of [Parcel.patch, Parcel.update, Parcel.delete]) {
      expect(() => describes.call(Parcel, half)).toThrow("sk cannot hold this value");
    }
    expect(() => Parcel.get(half).params()).toThrow("sk cannot hold this value");
    expect(() => Parcel.remove(half).params()).toThrow("sk cannot hold this value");
  });

  test("does not compile with a wrong name, a wrong value, or of what is fixed", () => {
    const refused = [
      // @ts-expect-error a required attribute is missing
      () => Parcel.create({ ...key, number: "7", labels: [] }),
      // @ts-expect-error a word outside of the list
      () => Parcel.create({ ...whole, state: "found" }),
      // @ts-expect-error there is no such attribute
      () => Parcel.patch(key).set({ weihgt: 1 }),
      // @ts-expect-error it is fixed
      () => Parcel.update(key).set({ number: "8" }),
      // @ts-expect-error it is no number
      () => Parcel.update(key).add({ name: 1 }),
      // @ts-expect-error it must be there
      () => Parcel.patch(key).remove(["state"]),
      // @ts-expect-error there is no such attribute
      () => Parcel.delete(key).where((row, { notExists }) => notExists(row.weihgt)),
      // @ts-expect-error it is a number
      () => Parcel.delete(key).where((row, { eq }) => eq(row.size, "1")),
      // @ts-expect-error another index's key
      () => Parcel.query.byDay({ pk: "a" }),
      // @ts-expect-error an entity reads no whole table
      () => Parcel.scan,
    ];
    expect(refused).toHaveLength(10);
  });
});

describe("a row that was read", () => {
  const read = { ...whole, entity: "parcel", entityVersion: "1", gsi1pk: "a", gsi1sk: "b", size: 3 };

  test("comes without keys, marks, and what it is not known to have", () => {
    const Item = { ...read, constructor: "a", other: 1 };
    expect(Parcel.parse({ Item }).data).toEqual({ ...parcel, size: 3 });
    expect(Parcel.parse({ Items: [Item, read] }).data).toEqual([
      { ...parcel, size: 3 },
      { ...parcel, size: 3 },
    ]);
  });

  test("is refused when it is another kind's, another version's, or nobody's", () => {
    for (const other of [{ entity: "letter" }, { entityVersion: "2" }, { entity: undefined }]) {
      const Item = { ...read, ...other };
      expect(() => Parcel.parse({ Item })).toThrow(new TypeError("this row is no parcel"));
      expect(() => Parcel.parse({ Items: [read, Item] })).toThrow(new TypeError("this row is no parcel"));
    }
  });
});

describe("in a table", () => {
  let parcels: Awaited<ReturnType<typeof startParcels>>;
  beforeAll(async () => (parcels = await startParcels()));
  afterAll(() => parcels.close());

  test("a row is created once, changed and removed only while it is there", async () => {
    const { takes, database } = parcels;
    const change = () => takes(update(Parcel.patch(key).set({ state: "sent" }).params()));
    const removal = () => takes(remove(Parcel.remove(key).params()));
    expect([await change(), await removal()]).toEqual([false, false]);
    const create = () => takes(put(Parcel.create(whole).params()));
    expect([await create(), await create(), await change()]).toEqual([true, false, true]);
    const Item = await database.get(Parcel.get(key).params());
    expect(Parcel.parse({ Item: Item ?? {} }).data).toEqual({ ...parcel, state: "sent" });
    expect([await removal(), await removal()]).toEqual([true, false]);
    expect(await takes(remove(Parcel.delete(key).params()))).toBe(true);
  });

  test("a row that an update makes can be read", async () => {
    const made = { pk: "cli_a#par#2", sk: "head" };
    await parcels.takes(update(Parcel.update(made).set({ name: "a" }).add({ size: 2 }).params()));
    const Item = await parcels.database.get(Parcel.get(made).params());
    expect(Parcel.parse({ Item: Item ?? {} }).data).toEqual({ name: "a", size: 2 });
  });
});
