import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** A row as DynamoDB's own client holds it: `{ pk: { S: "…" } }`. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** DynamoDB JSON, as an export to S3 has it: binary values are base64. */
export function toDynamoJSON(item: Item): string {
  return JSON.stringify(item, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

/** @throws Error when it is not DynamoDB JSON */
export function fromDynamoJSON(item: unknown): Item {
  return Object.fromEntries(
    Object.entries(objectOf(item)).map(([name, value]) => [name, attributeOf(value)]),
  );
}

function attributeOf(value: unknown): AttributeValue {
  const members = Object.entries(objectOf(value));
  const [[type, held] = ["", undefined]] = members;
  if (members.length !== 1) throw unreadable();
  switch (type) {
    case "S":
    case "N":
      return { [type]: textOf(held) } as unknown as AttributeValue;
    case "B":
      return { B: bytesOf(held) };
    case "BOOL":
      return { BOOL: held === true };
    case "NULL":
      return { NULL: true };
    case "SS":
    case "NS":
      return { [type]: listOf(held).map(textOf) } as unknown as AttributeValue;
    case "BS":
      return { BS: listOf(held).map(bytesOf) };
    case "L":
      return { L: listOf(held).map(attributeOf) };
    case "M":
      return { M: { ...fromDynamoJSON(held) } };
    default:
      throw unreadable();
  }
}

function objectOf(value: unknown): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable();
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw unreadable();
  return value;
}

const bytesOf = (value: unknown) => Uint8Array.from(Buffer.from(textOf(value), "base64"));

const unreadable = () => new Error("A row is not in DynamoDB JSON.");

/** One text for equal rows, whatever the order of their attributes. */
export function canonical(item: Item): string {
  const sorted = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, each]) => [name, sorted(each)]),
    );
  };
  return JSON.stringify(sorted(item));
}

/** A row's key in one text. */
export const keyOf = (item: Item) => `${item["pk"]?.S}\n${item["sk"]?.S}`;
