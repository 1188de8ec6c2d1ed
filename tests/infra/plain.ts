import type { Value, Values } from "./graph.ts";

/** The member by which Pulumi marks values that are more than they look, and its words for what they are. */
const MARK = "4dabf18193072939515e22adb298388d";
const FILE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/**
 * Pulumi's arguments as plain JSON: a secret as what is in it, a file as its path, an archive as its files.
 * Members that are undefined are left out.
 */
export function plain(value: object): Values {
  return plainValue(value) as Values;
}

function plainValue(value: unknown): Value {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object") throw new Error(`an argument is a ${typeof value}`);
  const members = value as Readonly<Record<string, unknown>>;
  switch (members[MARK]) {
    case undefined:
      return Object.fromEntries(
        Object.entries(members).flatMap(([name, inner]) =>
          inner === undefined ? [] : [[name, plainValue(inner)]],
        ),
      );
    case FILE:
      return { file: plainValue(members["path"] ?? members["text"] ?? null) };
    case ARCHIVE:
      return { archive: plainValue(members["assets"] ?? members["path"] ?? null) };
    default:
      return plainValue(members["value"] ?? null);
  }
}
