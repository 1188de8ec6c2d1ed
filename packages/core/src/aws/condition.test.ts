import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check, put, update } from "../kernel/index.ts";
import { Parcel, parcel, startParcels } from "./entity.fixture.ts";

let parcels: Awaited<ReturnType<typeof startParcels>>;
beforeAll(async () => (parcels = await startParcels()));
afterAll(() => parcels.close());

type Sign = "eq" | "lt" | "lte" | "gt" | "gte";
type Leaf =
  | { readonly name: "name"; readonly sign: Sign; readonly value: string }
  | { readonly name: "size"; readonly sign: Sign; readonly value: number }
  | { readonly name: "name" | "size"; readonly sign: "notExists" };
type Tree = Leaf | { readonly joint: "AND" | "OR"; readonly parts: readonly Tree[] };
interface Values {
  readonly name?: string;
  readonly size?: number;
}

const sign = fc.constantFrom<Sign>("eq", "lt", "lte", "gt", "gte");
// Few values, so that they are often equal; the texts would change an expression that held them.
const text = fc.constantFrom("", "a", "b) OR (#name <> :v0", ":v0", "#name");
const size = fc.integer({ min: -2, max: 2 });
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({ name: fc.constant("name" as const), sign, value: text }),
  fc.record({ name: fc.constant("size" as const), sign, value: size }),
  fc.record({
    name: fc.constantFrom("name" as const, "size" as const),
    sign: fc.constant("notExists" as const),
  }),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.record({
      joint: fc.constantFrom("AND" as const, "OR" as const),
      parts: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));
const values: fc.Arbitrary<Values> = fc.record({ name: text, size }, { requiredKeys: [] });

type ParcelCondition = Parameters<ReturnType<typeof Parcel.delete>["where"]>[0];

/** The condition as a store would write it. */
const written =
  (tree: Tree): ParcelCondition =>
  (row, operators) => {
    if ("joint" in tree) {
      const parts = tree.parts.map((part) => {
        const inner = written(part)(row, operators);
        return "joint" in part ? `(${inner})` : inner;
      });
      return parts.join(` ${tree.joint} `);
    }
    if (tree.sign === "notExists") return operators.notExists(row[tree.name]);
    return tree.name === "name"
      ? operators[tree.sign](row.name, tree.value)
      : operators[tree.sign](row.size, tree.value);
  };

const COMPARED: Readonly<Record<Sign, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

/** What the condition means. */
function holds(tree: Tree, row: Values): boolean {
  if ("joint" in tree) {
    const part = (each: Tree) => holds(each, row);
    return tree.joint === "AND" ? tree.parts.every(part) : tree.parts.some(part);
  }
  const value = row[tree.name];
  if (tree.sign === "notExists") return value === undefined;
  if (value === undefined) return false;
  return COMPARED[tree.sign](value === tree.value ? 0 : value < tree.value ? -1 : 1);
}

test("a condition means to DynamoDB what it says, whatever stands in its values", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(tree, values, async (tree, row) => {
      const key = { pk: "cli_a#par#condition", sk: String(run++) };
      await parcels.takes(put(Parcel.create({ ...key, ...parcel, ...row }).params()));
      const condition = check(Parcel.delete(key).where(written(tree)).params());
      const patch = update(Parcel.patch(key).set({ state: "sent" }).where(written(tree)).params());
      const expected = holds(tree, row);
      expect([await parcels.takes(condition), await parcels.takes(patch)]).toEqual([expected, expected]);
    }),
    { numRuns: 80 },
  );
});

test("a change of a row that is not there fails, whatever its condition", async () => {
  const key = { pk: "cli_a#par#condition", sk: "none" };
  await fc.assert(
    fc.asyncProperty(tree, async (tree) => {
      const patch = Parcel.patch(key).set({ state: "sent" }).where(written(tree));
      expect(await parcels.takes(update(patch.params()))).toBe(false);
    }),
    { numRuns: 30 },
  );
});
