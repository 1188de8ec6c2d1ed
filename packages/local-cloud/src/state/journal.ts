import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../options.ts";

/** One change: a shelf's name, a key, and its value, which is left out when the key is gone. */
export type Change = readonly [shelf: string, key: string, value?: unknown];

/** What stood on each shelf, by its name, in the order in which the keys first came. */
export type Shelves = Map<string, Map<string, unknown>>;

/**
 * An append-only file of changes, one line for those that belong together. They are with the operating system when `write`
 * returns, so that a killed process loses none of them; a failure of the machine's power may lose the last.
 */
export interface Journal {
  readonly found: Shelves;
  /** Keeps all of them or, when it is killed meanwhile, none. */
  write(changes: readonly Change[]): void;
  close(): void;
}

const FILE = "state.jsonl";
const NEWLINE = 0x0a;

/**
 * Opens the journal of a directory that this process alone uses, or begins one. What it says is written anew without
 * what was replaced, so that it grows only while the cloud runs.
 *
 * @throws Error when a line in it, other than a last one that was broken off, cannot be read
 */
export function openJournal({ path: directory, isFresh = false }: Place): Journal {
  const path = join(directory, FILE);
  const found: Shelves = isFresh ? new Map() : read(path);
  rewrite(path, found);
  const file = openSync(path, "a", 0o600);
  return {
    found,
    write: (changes) => append(file, line(changes)),
    close: () => closeSync(file),
  };
}

function read(path: string): Shelves {
  const shelves: Shelves = new Map();
  let number = 0;
  for (const text of linesOf(path)) {
    number += 1;
    for (const change of parse(text, `${path}, line ${number}`)) take(shelves, change);
  }
  return shelves;
}

function take(shelves: Shelves, [shelf, key, value]: Change): void {
  const values = shelves.get(shelf) ?? new Map<string, unknown>();
  shelves.set(shelf, values);
  if (value === undefined) values.delete(key);
  else values.set(key, value);
}

/** The whole lines of a file. What follows the last line end was broken off: nobody was told that it was kept. */
function* linesOf(path: string): Generator<string> {
  const bytes = readOrEmpty(path);
  for (let start = 0; ;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) return;
    yield bytes.toString("utf8", start, end);
    start = end + 1;
  }
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function parse(text: string, place: string): readonly Change[] {
  try {
    const changes: unknown = JSON.parse(text);
    if (Array.isArray(changes) && changes.every(isChange)) return changes;
  } catch {
    // Told below: what is not JSON is as little ours as what has another shape.
  }
  throw new Error(`The kept state is damaged: ${place}. Begin again with an empty directory.`);
}

function isChange(value: unknown): value is Change {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "string";
}

/** Replaces the file in one step: whoever is killed meanwhile leaves the old one or the new one, never half of it. */
function rewrite(path: string, shelves: Shelves): void {
  const next = `${path}.next`;
  const file = openSync(next, "w", 0o600);
  for (const [shelf, values] of shelves)
    for (const [key, value] of values) append(file, line([[shelf, key, value]]));
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
}

function line(changes: readonly Change[]): Buffer {
  return Buffer.from(`${JSON.stringify(changes)}\n`);
}

/** Writes all of it: the system may take less at once. */
function append(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
