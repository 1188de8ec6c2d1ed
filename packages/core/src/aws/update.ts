import { present } from "../kernel/index.ts";
import { attributeOf, type Attributes, type NamesOf, type RowOf } from "./attribute.ts";
import { createPlaceholders, expressionOf, type Condition, type Described } from "./condition.ts";

interface ReadOnly {
  readonly readOnly: true;
}
interface Counted {
  readonly type: "number";
}
type ChangeableName<A extends Attributes> = Exclude<keyof A, NamesOf<A, ReadOnly>>;
type RemovableName<A extends Attributes> = Exclude<
  ChangeableName<A>,
  NamesOf<A, { readonly required: true }>
>;

/** A change of one row. What is undefined is left as it is. */
export interface Update<A extends Attributes> extends Described {
  set(values: Partial<RowOf<A, ChangeableName<A>>>): Update<A>;
  /** Adds to numbers; what is not there counts as 0. */
  add(amounts: { readonly [Name in ChangeableName<A> & NamesOf<A, Counted>]?: number }): Update<A>;
  remove(names: readonly RemovableName<A>[]): Update<A>;
  where(condition: Condition<A>): Described;
}

/** The row that a change is about. */
export interface UpdatedRow<A extends Attributes> {
  readonly TableName: string;
  readonly Key: object;
  readonly attributes: A;
  /** Marks that a row gets which may not be there yet; null when it must be there. */
  readonly marks: Readonly<Record<string, string>> | null;
}
interface Changes {
  readonly set: object;
  readonly add: object;
  readonly remove: readonly string[];
}

/**
 * An update of a row. `params` throws TypeError for an attribute that is not there or may not change, and for a value
 * that it cannot hold.
 */
export function updateOf<A extends Attributes>(
  row: UpdatedRow<A>,
  changes: Changes = { set: {}, add: {}, remove: [] },
): Update<A> {
  const { set, add, remove } = changes;
  return {
    set: (values) => updateOf(row, { ...changes, set: { ...set, ...values } }),
    add: (amounts) => updateOf(row, { ...changes, add: { ...add, ...amounts } }),
    remove: (names) => updateOf(row, { ...changes, remove: [...remove, ...(names as readonly string[])] }),
    where: (condition) => ({ params: () => paramsOf(row, changes, condition) }),
    params: () => paramsOf(row, changes),
  };
}

function paramsOf<A extends Attributes>(row: UpdatedRow<A>, changes: Changes, where?: Condition<A>): object {
  const { TableName, Key, attributes, marks } = row;
  checkChanges(attributes, changes);
  const placeholders = createPlaceholders(attributes);
  const said = (values: object, sign: string) =>
    Object.entries(present(values)).map(
      ([name, value]) => `${placeholders.name(name)}${sign}${placeholders.value(name, value)}`,
    );
  const clauses = [
    ["SET", said({ ...changes.set, ...marks }, " = ")],
    ["ADD", said(changes.add, " ")],
    ["REMOVE", changes.remove.map(placeholders.name)],
  ] as const;
  const UpdateExpression = clauses
    .flatMap(([verb, parts]) => (parts.length === 0 ? [] : [`${verb} ${parts.join(", ")}`]))
    .join(" ");
  const condition = where && expressionOf(where, attributes, placeholders);
  const there = marks === null ? `attribute_exists(${placeholders.name("pk")})` : undefined;
  const ConditionExpression =
    there === undefined || condition === undefined ? (there ?? condition) : `${there} AND (${condition})`;
  return { TableName, Key, UpdateExpression, ...present({ ConditionExpression }), ...placeholders.params() };
}

function checkChanges(attributes: Attributes, { set, add, remove }: Changes): void {
  for (const name of [...Object.keys(present(set)), ...Object.keys(present(add)), ...remove]) {
    if (attributeOf(attributes, name).readOnly) throw new TypeError(`${name} never changes`);
  }
  for (const name of Object.keys(present(add))) {
    if (attributeOf(attributes, name).type !== "number") throw new TypeError(`${name} is no number`);
  }
  for (const name of remove) {
    if (attributeOf(attributes, name).required) throw new TypeError(`${name} is never taken away`);
  }
}
