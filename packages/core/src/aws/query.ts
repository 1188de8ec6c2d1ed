import { KEY } from "./attribute.ts";
import { createPlaceholders, type Described, type Placeholders } from "./condition.ts";

/** An index by the names of its key attributes; without a name, the table's own. */
export interface Index {
  readonly index?: string;
  readonly pk: string;
  readonly sk: string;
}
export type Indexes = Readonly<Record<string, Index>>;

/** The primary index of every entity. */
export const PRIMARY = { pk: "pk", sk: "sk" } as const;

type Key<Name extends string> = { readonly [Each in Name]: string };

/** A partition of an index, in the order of its sort key; or a stretch of it. */
export interface Query<SortKey extends string> extends Described {
  begins(prefix: Key<SortKey>): Described;
  /** Both ends belong to it. */
  between(first: Key<SortKey>, last: Key<SortKey>): Described;
  lt(end: Key<SortKey>): Described;
  gte(first: Key<SortKey>): Described;
}

/** Queries by the names of the indexes. A partition is always named, so nothing can read a whole table. */
export type Queries<I extends Indexes> = {
  readonly [Name in keyof I]: (partition: Key<I[Name]["pk"]>) => Query<I[Name]["sk"]>;
};

export function queriesOf<I extends Indexes>(TableName: string, indexes: I): Queries<I> {
  const queries = Object.entries(indexes).map(([name, index]) => [
    name,
    (partition: Key<string>) => queryOf(TableName, index, partition[index.pk]),
  ]);
  return Object.fromEntries(queries) as Queries<I>;
}

/** What of a partition is wanted: an expression from the sort key's placeholder and those of its bounds. */
type Stretch = (name: string, ...bounds: readonly string[]) => string;

/** `params` throws TypeError when a key is no string. */
function queryOf(TableName: string, { index, pk, sk }: Index, partition: unknown): Query<string> {
  const attributes = { [pk]: KEY.pk, [sk]: KEY.sk };
  const wanted = (stretch?: Stretch, ...bounds: readonly Key<string>[]): Described => ({
    params() {
      const placeholders: Placeholders = createPlaceholders(attributes);
      const whole = `${placeholders.name(pk)} = ${placeholders.value(pk, partition)}`;
      const part = stretch?.(
        placeholders.name(sk),
        ...bounds.map((bound) => placeholders.value(sk, bound[sk])),
      );
      return {
        TableName,
        ...(index === undefined ? {} : { IndexName: index }),
        KeyConditionExpression: part === undefined ? whole : `${whole} AND ${part}`,
        ...placeholders.params(),
      };
    },
  });
  return {
    ...wanted(),
    begins: (prefix) => wanted((name, value) => `begins_with(${name}, ${value})`, prefix),
    between: (first, last) => wanted((name, from, to) => `${name} BETWEEN ${from} AND ${to}`, first, last),
    lt: (end) => wanted((name, value) => `${name} < ${value}`, end),
    gte: (first) => wanted((name, value) => `${name} >= ${value}`, first),
  };
}
