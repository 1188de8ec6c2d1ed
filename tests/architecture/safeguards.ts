import { parseSync, Visitor, type ESTree } from "vite";

/** How far a specification is met. The last two need no proof: there is nothing of ours to prove. */
export const STATES = ["Built", "In part", "Not built yet", "The clinic's own"] as const;
type State = (typeof STATES)[number];
const UNPROVEN: readonly State[] = ["Not built yet", "The clinic's own"];

/** What may stand in the column R/A. An addressable specification carries its decision (45 CFR 164.306(d)(3)). */
export const KINDS = ["R", "A: adopted", "A: the clinic decides"] as const;

/** One row of a table of docs/safeguards.md, as it is written. */
export interface Safeguard {
  /** Without the part: `312(b)` is `164.312(b)`. */
  readonly citation: string;
  readonly kind: string;
  readonly state: string;
  readonly how: string;
  /** Of code and infra: a file, and sometimes a word that must stand in it. */
  readonly places: readonly Place[];
  readonly tests: readonly Place[];
}

export interface Place {
  readonly path: string;
  readonly word?: string;
}

/** Files by path; their texts are asked for one by one. */
export interface Files {
  readonly paths: readonly string[];
  readonly read: (path: string) => string;
}

const COLUMNS = 8;

/** @throws Error for a row that begins with a citation and does not have all columns */
export function readSafeguards(markdown: string): Safeguard[] {
  const rows = markdown.split("\n").filter((line) => /^\|\s*164\./.test(line));
  return rows.map((row) => {
    const cells = row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [citation = "", , kind = "", state = "", how = "", code = "", infra = "", tests = ""] = cells;
    if (cells.length !== COLUMNS) throw new Error(`${citation}: ${cells.length} columns`);
    return {
      citation,
      kind,
      state,
      how,
      places: [...placesOf(code), ...placesOf(infra)],
      tests: placesOf(tests),
    };
  });
}

/** `a.ts` alone, `a.ts` (`word`) with a word that it holds, `a.test.ts` "name" with a test that it runs. */
function placesOf(cell: string): Place[] {
  return [...cell.matchAll(/`([^`]+)`(?: \(`([^`]+)`\)| "([^"]+)")?/g)].map(([, path = "", word, name]) => {
    const found = word ?? name;
    return found === undefined ? { path } : { path, word: found };
  });
}

/**
 * Everything that is untrue, or left out, in the rows.
 *
 * @param specifications the law's own list: `R` or `A` by citation
 */
export function safeguardFaults(
  rows: readonly Safeguard[],
  specifications: Readonly<Record<string, "R" | "A">>,
  files: Files,
): string[] {
  const cited = rows.map(({ citation }) => citation);
  const missing = Object.keys(specifications).filter((citation) => !cited.includes(citation));
  const twice = cited.filter((citation, index) => cited.indexOf(citation) !== index);
  return [
    ...missing.map((citation) => `${citation}: has no row`),
    ...twice.map((citation) => `${citation}: has two rows`),
    ...rows.flatMap((row) => rowFaults(row, specifications[row.citation], files)),
  ];
}

function rowFaults(row: Safeguard, asked: "R" | "A" | undefined, files: Files): string[] {
  const isLeft = row.state === "The clinic's own";
  const isProven = !(UNPROVEN as readonly string[]).includes(row.state);
  const faults = [
    asked === undefined && "is no specification",
    asked !== undefined && !row.kind.startsWith(asked) && `is ${asked}, not ${row.kind}`,
    !(KINDS as readonly string[]).includes(row.kind) && `"${row.kind}" is no kind`,
    row.kind.startsWith("A") && isLeft !== row.kind.endsWith("decides") && "decided otherwise than it stands",
    !(STATES as readonly string[]).includes(row.state) && `"${row.state}" is no state`,
    row.state === "In part" && !row.how.includes("Not yet:") && "does not say what is missing",
    isProven && row.places.length === 0 && "names no code and no infra",
    isProven && row.tests.length === 0 && "names no test",
    ...row.places.map((place) => placeFault(place, files)),
    ...row.tests.map((place) => testFault(place, files)),
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `${row.citation}: ${fault}`);
}

function placeFault({ path, word }: Place, { paths, read }: Files): string | false {
  if (!paths.includes(path)) return `no file ${path}`;
  return word !== undefined && !read(path).includes(word) && `no ${word} in ${path}`;
}

function testFault({ path, word }: Place, { paths, read }: Files): string | false {
  if (!paths.includes(path)) return `no file ${path}`;
  if (word === undefined) return `no test of ${path} is named`;
  return !testNames(path, read(path)).includes(word) && `${path} runs no test "${word}"`;
}

/** Names of the tests of a file as they are written, but for those that are skipped or still to be written. */
export function testNames(path: string, text: string): string[] {
  const names: string[] = [];
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  new Visitor({
    CallExpression: (node) => {
      const [first] = node.arguments;
      const name = first === undefined ? undefined : constant(first);
      if (name !== undefined && runs(node.callee)) names.push(name);
    },
  }).visit(program);
  return names;
}

function constant(node: ESTree.Node): string | undefined {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether a call by this name runs a test: `it`, `test.for(…)`, but not `it.skip`. */
function runs(callee: ESTree.Node): boolean {
  if (callee.type === "Identifier") return callee.name === "it" || callee.name === "test";
  if (callee.type === "CallExpression") return runs(callee.callee);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  return !/^(skip|skipIf|runIf|todo|fails)$/.test(callee.property.name) && runs(callee.object);
}

/** The words in backticks of a document's headings. */
export function headingWords(markdown: string): string[] {
  const headings = markdown.split("\n").filter((line) => /^#+ /.test(line));
  return headings.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word));
}
