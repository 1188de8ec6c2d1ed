import { LIMITS, type NoteID, type PersonID, type Role } from "@postern/contract";
import type { Item, Reader, Write } from "../kernel/index.ts";
import { put, update } from "../kernel/index.ts";
import { NoteRow, TaskRow } from "./entities.ts";
import { headKey, type TaskKey } from "./store.ts";

export type NoteKey = TaskKey & { readonly noteID: NoteID };

export interface Note extends NoteKey {
  readonly authorID: PersonID;
  /** The author's when it was written. */
  readonly role: Role;
  readonly at: string;
  /** Sealed; see `Fields` and `noteRow`. */
  readonly text: string;
}

const MOST: number = LIMITS.staffNotesPerTask;
const PREFIX = "note#";
const noteKey = (key: NoteKey) => ({ pk: headKey(key).pk, sk: `${PREFIX}${key.noteID}` });
const asNote = (item: Item) => NoteRow.parse({ Item: { ...item } }).data as unknown as Note;

export async function findNote(reader: Reader, key: NoteKey): Promise<Note | null> {
  const item = await reader.get(NoteRow.get(noteKey(key)).params());
  return item === undefined ? null : asNote(item);
}

/** Oldest first; never more than `LIMITS.staffNotesPerTask`. */
export async function notesOf(reader: Reader, key: TaskKey): Promise<readonly Note[]> {
  const query = NoteRow.query.primary({ pk: headKey(key).pk }).begins({ sk: PREFIX });
  const { items } = await reader.query(query.params());
  const order = ({ at, noteID }: Note) => `${at} ${noteID}`;
  return items.map(asNote).toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** A note that is not there yet, counted in its task's head. The version stays: no decision waits for a note. */
export function describeNote(note: Note): Write[] {
  const head = TaskRow.patch(headKey(note))
    .add({ noteCount: 1 })
    .where(({ noteCount }, { notExists, lt }) => `${notExists(noteCount)} OR ${lt(noteCount, MOST)}`);
  return [put(NoteRow.create({ ...note, ...noteKey(note) }).params()), update(head.params())];
}
