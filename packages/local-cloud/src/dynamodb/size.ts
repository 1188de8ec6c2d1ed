import type { AttributeValue, Item } from "dynalite/db/index.js";

/** What a list or a map takes beside its members, and each member beside its value. */
const CONTAINER_BYTES = 3;
const MEMBER_BYTES = 1;

/**
 * Bytes of an item as DynamoDB counts them: names and values in UTF-8, without what it adds to store them. The engine
 * itself counts characters, which is less where a text is not plain ASCII.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Item): number {
  return sum(Object.entries(item), ([name, value]) => textBytes(name) + valueBytes(value));
}

/** Bytes of a text in UTF-8. */
export function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

function valueBytes(attribute: AttributeValue): number {
  const [type, value] = Object.entries(attribute)[0] ?? ["NULL", true];
  switch (type) {
    case "S":
      return textBytes(String(value));
    case "N":
      return numberBytes(String(value));
    case "B":
      return binaryBytes(String(value));
    case "SS":
      return sum(value as readonly string[], textBytes);
    case "NS":
      return sum(value as readonly string[], numberBytes);
    case "BS":
      return sum(value as readonly string[], binaryBytes);
    case "L":
      return (
        CONTAINER_BYTES + sum(value as readonly AttributeValue[], (each) => MEMBER_BYTES + valueBytes(each))
      );
    case "M":
      return CONTAINER_BYTES + MEMBER_BYTES * Object.keys(value as Item).length + itemBytes(value as Item);
    default:
      return 1;
  }
}

/** A byte for two significant digits, and one more. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/e.*$/iu, "")
    .replace(/[-+.]/gu, "")
    .replace(/^0+|0+$/gu, "");
  return Math.ceil(digits.length / 2) + 1;
}

function binaryBytes(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function sum<Value>(values: readonly Value[], bytesOf: (value: Value) => number): number {
  return values.reduce((total, value) => total + bytesOf(value), 0);
}
