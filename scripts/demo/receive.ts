import { createOpener, factsOf, type Opener, type SourceFile } from "@postern/client";
import {
  reviewRoutes,
  type QueueView,
  type SubmissionID,
  type TaskSummary,
  type TaskView,
} from "@postern/contract";
import type { SignedIn } from "./sign-in.ts";

/** A task, in the queue in which it was found. */
export interface FoundTask {
  readonly queue: QueueView;
  readonly task: TaskSummary;
}

/** Looks through the queues for a submission's open task, as someone of the care team. @throws Error when it is in none */
export async function findTask({ api }: SignedIn, submissionID: SubmissionID): Promise<FoundTask> {
  const { queues } = await api.call(reviewRoutes.queues, {});
  for (const queue of queues) {
    const { tasks } = await api.call(reviewRoutes.tasks, { queueID: queue.queueID, lane: "open" });
    const task = tasks.find((each) => each.submissionID === submissionID);
    if (task !== undefined) return { queue, task };
  }
  throw new Error("The submission is in no queue.");
}

/** Claims a task and reads it whole. */
export async function claim({ api }: SignedIn, { taskID, version }: TaskSummary): Promise<TaskView> {
  await api.call(reviewRoutes.claim, { taskID, version });
  return api.call(reviewRoutes.task, { taskID });
}

/**
 * Opens the sealed list and checks that it and the server's record say the same.
 * @throws Error when they do not
 */
export async function openList(opener: Opener, { submission, documents }: TaskView) {
  const { submissionID } = submission;
  const opened = await opener.openManifest({ submissionID, documents, facts: factsOf(submission) });
  const { manifest, differences, missing, unlisted } = opened;
  if (differences.length + missing.length + unlisted.length > 0) {
    throw new Error("The sealed list is not what the server's record says.");
  }
  return manifest;
}

/**
 * Opens each document and compares it byte by byte with the file it was made from, a piece at a time.
 * @returns how many bytes were compared
 * @throws Error at the first difference
 */
export async function compareAll(
  opener: Opener,
  task: TaskView,
  files: readonly SourceFile[],
): Promise<number> {
  const { documents: listed } = await openList(opener, task);
  if (listed.length !== files.length) {
    throw new Error(`The sealed list names ${listed.length} documents instead of ${files.length}.`);
  }
  let comparedBytes = 0;
  for (const [index, file] of files.entries()) {
    const entry = listed[index];
    const document = task.documents.find(({ documentID }) => documentID === entry?.documentID);
    if (document === undefined || entry?.name !== file.name)
      throw new Error(`${file.name} is not on the list.`);
    const { submissionID } = task;
    const { stream, sizeBytes } = await opener.openDocument({ submissionID, document });
    if (sizeBytes !== file.sizeBytes) throw new Error(`${file.name} came back with another size.`);
    comparedBytes += await compare(stream, file);
  }
  return comparedBytes;
}

async function compare(stream: ReadableStream<Uint8Array<ArrayBuffer>>, file: SourceFile): Promise<number> {
  let offset = 0;
  for await (const piece of stream) {
    const original = await file.read(offset, Math.min(offset + piece.length, file.sizeBytes));
    if (Buffer.compare(piece, original) !== 0) {
      throw new Error(`${file.name} came back different, at or behind byte ${offset}.`);
    }
    offset += piece.length;
  }
  if (offset !== file.sizeBytes) throw new Error(`${file.name} came back incomplete, with ${offset} bytes.`);
  return offset;
}

/** Opens documents as someone who is signed in. */
export function openerOf({ api, device, session }: SignedIn): Opener {
  return createOpener({ api, device, session });
}
