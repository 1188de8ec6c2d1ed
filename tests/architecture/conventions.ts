import type { Sources, Violation } from "./imports.ts";
import { roomOf } from "./rooms.ts";
import type { SourceFacts } from "./source.ts";

/** Lines that no file of code may exceed. */
export const maxLines = 300;

const environmentRooms = ["functions/boot", "cli/bin", "script", "test", "infra", "config"];

/** Calls that read a whole table or bucket, or speak PartiQL, which our policies deny. */
const scanning =
  /^(paginateScan|ScanCommand|(Batch)?Execute(Statement|Transaction)(Command)?|ListObjects(V2)?Command|ListObjectVersionsCommand)$/;

/**
 * The one list that is no scan: of a whole key, at most one. A HEAD answers for what is not there as for what is
 * refused, so it is no proof that a document never came.
 */
const isLookUp = (path: string, words: readonly string[]) => (word: string) =>
  word === "ListObjectsV2Command" &&
  path === "packages/core/src/aws/verification.ts" &&
  words.includes("Prefix") &&
  words.includes("MaxKeys");

const shipped = (path: string): boolean =>
  path.startsWith("packages/") && !path.startsWith("packages/local-cloud/") && roomOf(path)?.name !== "test";

/** Rules on what a file's code does: where the environment is read, how AWS and its tables are reached. */
export function checkCode({ files }: Sources): Violation[] {
  return [
    ...[...files].flatMap(([path, facts]) => [...checkEnvironment(path, facts), ...checkTables(path, facts)]),
    ...oneFileOnly(files, "assume-role", assumesRole),
    ...oneFileOnly(files, "commit-path", commits),
  ];
}

/** Files that may become another role. There is at most one, and the running system needs exactly one. */
export function assumesRole(path: string, { words }: SourceFacts): boolean {
  return shipped(path) && words.some((word) => word.includes("AssumeRole"));
}

function commits(path: string, { properties, words }: SourceFacts): boolean {
  if (!path.startsWith("packages/core/") || !shipped(path)) return false;
  return (
    properties.some((name) => /^transactWrite(Items)?$/.test(name)) ||
    words.some((word) => /^TransactWrite(Items)?Command$/.test(word))
  );
}

function oneFileOnly(
  files: ReadonlyMap<string, SourceFacts>,
  rule: string,
  does: (path: string, facts: SourceFacts) => boolean,
): Violation[] {
  const paths = [...files].filter(([path, facts]) => does(path, facts)).map(([path]) => path);
  if (paths.length < 2) return [];
  return paths.map((path) => ({ rule, path, detail: `one file only may do this, not ${paths.length}` }));
}

function checkEnvironment(path: string, { environment }: SourceFacts): Violation[] {
  const room = roomOf(path)?.name ?? "";
  if (environmentRooms.includes(room)) return [];
  // The embedded cloud must find out by itself that it was started where it must never run.
  const names = room === "local-cloud" ? environment.filter((name) => name !== "NODE_ENV") : environment;
  return names.map((name) => ({ rule: "environment", path, detail: `reads process.env (${name})` }));
}

/**
 * `match`, `find` and `scan` by attributes, as describers of rows offer them, read a whole table when no index fits.
 * Our entities have none, and none may come. `find` and `match` look like those of arrays and strings, and a parser
 * knows no types, so the rule goes by the argument: an array's `find` gets a function, a string's `match` an
 * expression, an entity's an object of attributes.
 * In the files that can hold an entity, an argument that does not show what it is counts as that object: write
 * `rows.find((row) => isOpen(row))` and `pattern.exec(text)` there. `find(clinicID, id)`, with two arguments,
 * is a store's own.
 */
function checkTables(path: string, { calls, properties, words }: SourceFacts): Violation[] {
  if (!shipped(path)) return [];
  const lookedUp = isLookUp(path, words);
  const found: string[] = words.filter((word) => scanning.test(word) && !lookedUp(word));
  if (path.startsWith("packages/core/")) {
    if (properties.includes("scan")) found.push(".scan");
    const strict = /^packages\/core\/src\/(aws\/|.*store\.ts$|.*\/entities\.ts$)/.test(path);
    for (const { method, argumentTypes } of calls) {
      if (argumentTypes.length !== 1) continue;
      const [type = ""] = argumentTypes;
      const isFunction = type === "ArrowFunctionExpression" || type === "FunctionExpression";
      const isAttributes = type === "ObjectExpression";
      if (method === "find" && (strict ? !isFunction : isAttributes)) found.push(".find");
      if (method === "match" && (strict || isAttributes)) found.push(".match");
    }
  }
  return found.map((what) => ({ rule: "scan", path, detail: `${what} may read a whole table or bucket` }));
}

/** Rules on a file's name and length; `texts` are the code files by path (ts, tsx, css, mjs). */
export function checkFiles(texts: ReadonlyMap<string, string>): Violation[] {
  return [...texts].flatMap(([path, text]) => [...checkLength(path, text), ...checkName(path)]);
}

function checkLength(path: string, text: string): Violation[] {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return lines > maxLines ? [{ rule: "length", path, detail: `${lines} lines, more than ${maxLines}` }] : [];
}

function checkName(path: string): Violation[] {
  const parts = path.replace(/(\.[a-z]+)+$/, "").split("/");
  const tokens = parts.flatMap((part) => part.split("-"));
  const vague = tokens.filter((token) => /^(utils?|common|helpers?|misc|new|2)$/.test(token));
  const found = vague.map((token) => ({ rule: "name", path, detail: `"${token}" says nothing about it` }));
  const kebab = parts.every((part) => /^\.?[a-z0-9]+(-[a-z0-9]+)*$/.test(part));
  return kebab ? found : [...found, { rule: "name", path, detail: "is not kebab-case" }];
}
