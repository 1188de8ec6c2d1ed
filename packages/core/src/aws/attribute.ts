/** What one attribute of a row may hold, and when. */
export interface Attribute {
  /** An array is a closed list of words; a `list` is one of strings; `any` is what the document client can write. */
  readonly type: "string" | "number" | "boolean" | "list" | "any" | readonly string[];
  /** Given when the row is created, and never taken away. */
  readonly required?: true;
  /** Given when the row is created, and never changed. */
  readonly readOnly?: true;
  /** Left out of what is parsed, as keys are. */
  readonly hidden?: true;
}
export type Attributes = Readonly<Record<string, Attribute>>;

/** The two key attributes that every row has. Values come from `keys.ts`, or are words such as `head`. */
export const KEY = {
  pk: { type: "string", required: true, readOnly: true, hidden: true },
  sk: { type: "string", required: true, readOnly: true, hidden: true },
} as const;

/** Index keys are plain attributes, set and removed by name: a row stands in an index while it has them. */
export const INDEX_KEY = { type: "string", hidden: true } as const;

/** Index keys of the table of records. */
export const RECORD_INDEX_KEYS = {
  gsi1pk: INDEX_KEY,
  gsi1sk: INDEX_KEY,
  gsi2pk: INDEX_KEY,
  gsi2sk: INDEX_KEY,
  gsi3pk: INDEX_KEY,
  gsi3sk: INDEX_KEY,
} as const;

/** An attribute that is set once. */
export const FIXED = { type: "string", required: true, readOnly: true } as const;
export const TEXT = { type: "string" } as const;
export const COUNT = { type: "number" } as const;
export const FLAG = { type: "boolean" } as const;
export const TEXTS = { type: "list", required: true } as const;

/** What an attribute of this description holds. */
export type ValueOf<A extends Attribute> = A["type"] extends "string"
  ? string
  : A["type"] extends "number"
    ? number
    : A["type"] extends "boolean"
      ? boolean
      : A["type"] extends "list"
        ? readonly string[]
        : A["type"] extends readonly (infer Word)[]
          ? Word
          : unknown;

/** Names of the attributes that are described as `Described` says. */
export type NamesOf<A extends Attributes, Described> = {
  [Name in keyof A]: A[Name] extends Described ? Name : never;
}[keyof A];

interface Required {
  readonly required: true;
}
/** A row by the names of its attributes; what is not required may be missing. */
export type RowOf<A extends Attributes, Names extends keyof A = keyof A> = {
  readonly [Name in Names & NamesOf<A, Required>]: ValueOf<A[Name]>;
} & { readonly [Name in Exclude<Names, NamesOf<A, Required>>]?: ValueOf<A[Name]> };

/**
 * The description of an attribute.
 *
 * @throws TypeError when there is no such attribute
 */
export function attributeOf(attributes: Attributes, name: string): Attribute {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) throw new TypeError(`there is no attribute ${name}`);
  return attribute;
}

/** @throws TypeError when the attribute cannot hold the value, which is not told: it may be a person's */
export function checkValue(attributes: Attributes, name: string, value: unknown): void {
  if (!holds(attributeOf(attributes, name), value)) throw new TypeError(`${name} cannot hold this value`);
}

function holds({ type }: Attribute, value: unknown): boolean {
  switch (type) {
    case "any":
      return value !== undefined;
    case "string":
      return typeof value === "string";
    case "number":
      return Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value) && value.every((each) => typeof each === "string");
    default:
      return (type as readonly unknown[]).includes(value);
  }
}
