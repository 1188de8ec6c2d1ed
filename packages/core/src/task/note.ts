import { LIMITS, reviewRoutes, type PersonID } from "@postern/contract";
import type { Fields } from "../field/index.ts";
import { checkMembership, nameOf } from "../identity/index.ts";
import type { Context } from "../kernel/index.ts";
import {
  Problem,
  change,
  derivedID,
  iso,
  operation,
  release,
  settled,
  sha256,
  timeOf,
} from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import { describeNote, findNote, notesOf, type Note } from "./note-store.ts";
import type { Colleague } from "./queue.ts";
import { noteRow } from "./row.ts";
import { CARE_TEAM } from "./rules.ts";
import { ownTask } from "./task.ts";
import { factsOf } from "./view.ts";

const tooManyNotes = () =>
  new Problem("limit", "too-many-notes", `A task holds up to ${LIMITS.staffNotesPerTask} notes.`);

/** What the care team told each other about a task, decided ones included, oldest first. */
export const list = operation({
  action: "task.notes",
  allow: CARE_TEAM,
  input: reviewRoutes.notes.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID }) {
    const task = await ownTask(deps, ctx, taskID);
    return release({
      facts: factsOf(task),
      once: `notes ${taskID}`,
      afterwards: async () => {
        const notes = await notesOf(deps.reader, task);
        const fields = await deps.fields();
        const names = await namesOf(deps, fields, ctx, notes);
        const views = notes.map(async (note) => {
          const { noteID, at, authorID, role } = note;
          const text = await fields.open(noteRow(note), "text", note.text);
          return { noteID, at, authorID, authorName: names.get(authorID) ?? "", role, text };
        });
        return { notes: await Promise.all(views) };
      },
    });
  },
});

async function namesOf(
  { reader }: TaskDeps,
  fields: Fields,
  { actor }: Context<Colleague>,
  notes: readonly Note[],
): Promise<ReadonlyMap<PersonID, string>> {
  const authors = [...new Set(notes.map(({ authorID }) => authorID))];
  const names = authors.map(async (authorID): Promise<[PersonID, string]> => {
    return [authorID, (await nameOf(reader, fields, actor.clinicID, authorID)) ?? ""];
  });
  return new Map(await Promise.all(names));
}

/** Adds a note. Its id follows from its author's key, so that a repeated call meets its own row. */
export const add = operation({
  action: "task.add-note",
  allow: CARE_TEAM,
  input: reviewRoutes.addNote.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID, idempotencyKey, text }) {
    const { actor } = ctx;
    const { clinicID, personID: authorID, type: role } = actor;
    const task = await ownTask(deps, ctx, taskID);
    const drawn = await sha256([taskID, authorID, idempotencyKey].join("\n"));
    const noteID = derivedID("not", timeOf(taskID), drawn);
    const key = { clinicID, taskID, noteID };
    const answer = () => ({ noteID });
    if ((await findNote(deps.reader, key)) !== null) return settled(answer);
    if ((task.noteCount ?? 0) >= LIMITS.staffNotesPerTask) throw tooManyNotes();
    const fields = await deps.fields();
    const sealed = await fields.seal(noteRow(key), "text", text);
    return change({
      checks: [checkMembership(actor, actor.epoch)],
      writes: describeNote({ ...key, authorID, role, at: iso(ctx.clock.now()), text: sealed }),
      facts: factsOf(task),
      afterwards: answer,
    });
  },
});
