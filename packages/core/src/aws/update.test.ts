import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { put, update } from "../kernel/index.ts";
import { Parcel, parcel, startParcels } from "./entity.fixture.ts";

let parcels: Awaited<ReturnType<typeof startParcels>>;
beforeAll(async () => (parcels = await startParcels()));
afterAll(() => parcels.close());

interface Change {
  readonly set: {
    readonly state: "open" | "sent" | "lost";
    readonly name?: string;
    readonly content?: unknown;
  };
  readonly add: { readonly size?: number; readonly weight?: number };
  readonly remove: readonly ("name" | "content" | "size" | "weight")[];
}

/** A change names each attribute once, as DynamoDB wants it. */
const change: fc.Arbitrary<Change> = fc
  .record({
    set: fc.record(
      {
        state: fc.constantFrom("open" as const, "sent" as const, "lost" as const),
        name: fc.string(),
        content: fc.oneof(fc.boolean(), fc.array(fc.string()), fc.record({ sizes: fc.array(fc.integer()) })),
      },
      { requiredKeys: ["state"] },
    ),
    add: fc.record({ size: fc.integer(), weight: fc.integer() }, { requiredKeys: [] }),
    remove: fc.subarray(["name", "content", "size", "weight"] as const),
  })
  .map(({ set, add, remove }) => ({
    set,
    add,
    remove: remove.filter((name) => !Object.hasOwn(set, name) && !Object.hasOwn(add, name)),
  }));

/** What a change means. */
function changed(row: Readonly<Record<string, unknown>>, { set, add, remove }: Change) {
  const sums = Object.entries(add).map(([name, amount]) => [name, Number(row[name] ?? 0) + amount]);
  const after: Record<string, unknown> = { ...row, ...set, ...Object.fromEntries(sums) };
  for (const name of remove) delete after[name];
  return after;
}

test("changes, one after another, leave what they say", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const key = { pk: "cli_a#par#update", sk: String(run++) };
      await parcels.takes(put(Parcel.create({ ...key, ...parcel }).params()));
      for (const { set, add, remove } of changes) {
        const described = Parcel.patch(key).set(set).add(add).remove(remove);
        expect(await parcels.takes(update(described.params()))).toBe(true);
      }
      const Item = await parcels.database.get(Parcel.get(key).params());
      expect(Parcel.parse({ Item: Item ?? {} }).data).toEqual(changes.reduce(changed, parcel));
    }),
    { numRuns: 50 },
  );
});

test("an update may be said in steps, and each leaves the one before it as it was", () => {
  const first = Parcel.patch({ pk: "a", sk: "b" }).set({ state: "sent" });
  const before = first.params();
  const both = first
    .set({ name: "a" })
    .add({ size: 1 })
    .add({ weight: 2 })
    .remove(["gsi1pk"])
    .remove(["gsi1sk"]);
  expect(first.params()).toEqual(before);
  expect(both.params()).toMatchObject({
    UpdateExpression: "SET #state = :v0, #name = :v1 ADD #size :v2, #weight :v3 REMOVE #gsi1pk, #gsi1sk",
    ExpressionAttributeValues: { ":v0": "sent", ":v1": "a", ":v2": 1, ":v3": 2 },
  });
});
