import type { Item } from "../kernel/index.ts";
import { present } from "../kernel/index.ts";
import {
  FIXED,
  KEY,
  checkValue,
  type Attribute,
  type Attributes,
  type NamesOf,
  type RowOf,
} from "./attribute.ts";
import { createPlaceholders, expressionOf, type Condition, type Described } from "./condition.ts";
import { queriesOf, type Indexes, type Queries } from "./query.ts";
import { updateOf, type Update } from "./update.ts";

/** Says of each row what it is, so that none is taken for another. */
const MARKS = { entity: FIXED, entityVersion: FIXED } as const;

interface RowKey {
  readonly pk: string;
  readonly sk: string;
}
interface Hidden {
  readonly hidden: true;
}
/** A row as it was read, without its keys. An index may carry less. */
type ReadRow<A extends Attributes> = RowOf<A, Exclude<keyof A, NamesOf<A, Hidden>>>;

/** A removal of one row. */
interface Removal<A extends Attributes> extends Described {
  where(condition: Condition<A>): Described;
}

/**
 * One kind of row: describes what is to be read and written, as parameters for DynamoDB's document client, and reads
 * rows back. It calls nobody. Every method, or the `params` of what it gives, throws TypeError for an attribute that is
 * unknown or missing, a value that it cannot hold, or a change of what never changes.
 */
export class Entity<const A extends Attributes, const I extends Indexes> {
  readonly query: Queries<I>;
  readonly #table: string;
  readonly #attributes: A;
  readonly #shown: ReadonlySet<string>;
  readonly #marks: { readonly entity: string; readonly entityVersion: string };

  constructor(
    definition: {
      readonly model: { readonly entity: string; readonly version: string };
      readonly attributes: A;
      readonly indexes: I;
    },
    { table }: { readonly table: string },
  ) {
    const { model, attributes, indexes } = definition;
    this.#table = table;
    this.#attributes = { ...attributes, ...MARKS };
    const shown = Object.entries<Attribute>(attributes).filter(([, { hidden }]) => hidden !== true);
    this.#shown = new Set(shown.map(([name]) => name));
    this.#marks = { entity: model.entity, entityVersion: model.version };
    this.query = queriesOf(table, indexes);
  }

  get(key: RowKey): Described {
    return { params: () => this.#row(key) };
  }

  /** A row that is not there yet. */
  create(row: RowOf<A>): Described {
    const Item: Item = present({ ...row, ...this.#marks });
    for (const [name, value] of Object.entries(Item)) checkValue(this.#attributes, name, value);
    for (const [name, { required }] of Object.entries(this.#attributes)) {
      if (required && Item[name] === undefined) throw new TypeError(`${name} is missing`);
    }
    const placeholders = createPlaceholders(KEY);
    const ConditionExpression = `attribute_not_exists(${placeholders.name("pk")})`;
    return {
      params: () => ({ TableName: this.#table, Item, ConditionExpression, ...placeholders.params() }),
    };
  }

  /** Changes a row that is there. */
  patch(key: RowKey): Update<A> {
    return updateOf({ ...this.#row(key), attributes: this.#attributes, marks: null });
  }

  /** Changes a row, or makes it. */
  update(key: RowKey): Update<A> {
    return updateOf({ ...this.#row(key), attributes: this.#attributes, marks: this.#marks });
  }

  /** Takes a row away, whether it is there or not. With a condition it also describes a check of that row. */
  delete(key: RowKey): Removal<A> {
    const row = this.#row(key);
    const where = (condition: Condition<A>): Described => ({
      params: () => {
        const placeholders = createPlaceholders(this.#attributes);
        const ConditionExpression = expressionOf(condition, this.#attributes, placeholders);
        return { ...row, ConditionExpression, ...placeholders.params() };
      },
    });
    return { where, params: () => row };
  }

  /** Takes away a row that is there. */
  remove(key: RowKey): Described {
    const placeholders = createPlaceholders(KEY);
    const ConditionExpression = `attribute_exists(${placeholders.name("pk")})`;
    return { params: () => ({ ...this.#row(key), ConditionExpression, ...placeholders.params() }) };
  }

  /** @throws TypeError when a row is another kind's */
  parse(read: { readonly Item: Item }): { readonly data: ReadRow<A> };
  parse(read: { readonly Items: readonly Item[] }): { readonly data: readonly ReadRow<A>[] };
  parse(read: { readonly Item: Item } | { readonly Items: readonly Item[] }): { readonly data: unknown } {
    return { data: "Items" in read ? read.Items.map((item) => this.#read(item)) : this.#read(read.Item) };
  }

  #row({ pk, sk }: RowKey) {
    for (const [name, value] of Object.entries({ pk, sk })) checkValue(KEY, name, value);
    return { TableName: this.#table, Key: { pk, sk } };
  }

  #read(item: Item): ReadRow<A> {
    const { entity, entityVersion } = this.#marks;
    if (item["entity"] !== entity || item["entityVersion"] !== entityVersion) {
      throw new TypeError(`this row is no ${entity}`);
    }
    return Object.fromEntries(Object.entries(item).filter(([name]) => this.#shown.has(name))) as ReadRow<A>;
  }
}
