import type { DocumentID, SubmissionID } from "@postern/contract";
import { troubleOf, type Ending } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import {
  keptOf,
  learned,
  newCourse,
  repeating,
  said,
  withLetter,
  type Course,
  type Letter,
  type Said,
} from "./course.ts";
import { endingEvent } from "./ending.ts";
import type { FileHandle } from "./handles.ts";
import type { KeptSending } from "./kept.ts";
import type { Handed } from "./machine.ts";
import type { SendAnswer } from "./protocol.ts";
import { makeRuns, type Runs, type RunsOptions } from "./runs.ts";
import { makeSelection, type Selection, type SelectionOptions } from "./selection.ts";

export interface UploadOptions extends RunsOptions, SelectionOptions {
  /** The submission, where there is one already. */
  readonly begun?: SubmissionID | undefined;
  readonly joinPhotos: (files: readonly File[], signal: AbortSignal) => Promise<File | undefined>;
  /** Gives up on the server what was begun. @throws TroubleError */
  readonly abandon: (submissionID: SubmissionID) => Promise<void>;
  /** @param handles of what each of its files can be had again */
  readonly keep: (sending: KeptSending, handles: readonly (readonly FileHandle[])[]) => void;
  readonly forget: (submissionID: SubmissionID) => void;
  /** A run has learned that the session is over. */
  readonly onEnding: (ending: Ending) => void;
}

/** Holds the files and the workers of one sending. */
export interface Upload {
  /**
   * A file that is there already is told of, and not taken again.
   *
   * @param replaces the document that the file stands in for
   */
  add(files: readonly File[], replaces?: DocumentID): void;
  remove(key: string): void;
  /** A file was begun as this document in an earlier visit. */
  beganAs(key: string, documentID: DocumentID): void;
  /** Adds files of an earlier visit, each as what it was made of. */
  addAgain(made: readonly (readonly File[])[]): Promise<void>;
  /** Puts all photos together in one file. @returns whether that could be done */
  joinPhotos(): Promise<boolean>;
  /** Begins. */
  start(as: WorkerStart, letter: Letter): void;
  /** Goes on with what was stopped, in the session of now, by what the person has said since. */
  goOn(as: WorkerStart, more?: Said): void;
  pause(): void;
  /** Nobody may see it now. A run goes on behind the lock, unless the session is over. */
  lock(isOver: boolean): void;
  /** Back to choosing, for the same submission. */
  chooseAgain(): void;
  /** Gives up what has failed, on the server too: the next start is another submission. */
  reopen(): Promise<void>;
  /** Stops for good: what is begun is abandoned on the server too. */
  cancel(): Promise<void>;
  /** Stops everything; nothing is told. */
  stop(): void;
}

/** Makes a sending. One run goes on where the one before has stopped: the server's record is the truth. */
export function makeUpload(options: UploadOptions): Upload {
  const { send, createKey } = options;
  const selection = makeSelection(options);
  const runs = makeRuns(options);
  let course = newCourse(createKey(), options.begun);
  const hear = (answer: SendAnswer) => {
    course = heard(answer, course, { ...options, runs, selection });
  };

  function begin(as: WorkerStart, letter: Letter): void {
    course = withLetter(course, letter);
    send({ type: "started" });
    const { content, kinds, policy = {} } = letter;
    const request = () => {
      const { idempotencyKey, earlier } = course;
      course = repeating(course, true);
      const chosen = { files: selection.files(), begunAs: selection.begunAs() };
      return { ...as, ...chosen, content, kinds, policy, idempotencyKey, earlier };
    };
    runs.begin(course.submissionID, request, hear);
  }

  const giveUp = (then: () => void) => givingUp(options, course.submissionID, then);

  function filesChange(): void {
    course = repeating(course, false);
  }

  function halt(): void {
    runs.stop();
    send({ type: "paused" });
  }

  return {
    ...editing(selection, options, filesChange),
    start: begin,
    goOn(as, more = {}) {
      if (course.letter !== undefined) begin(as, said(course.letter, more));
    },
    pause: halt,
    lock(isOver) {
      if (isOver) runs.stop();
      send({ type: "locked", lock: isOver ? "stopped" : "going-on" });
    },
    chooseAgain: () => send({ type: "reopened" }),
    reopen: () =>
      giveUp(() => {
        course = newCourse(createKey());
        send({ type: "reopened" });
      }),
    cancel() {
      halt();
      return giveUp(() => send({ type: "cancelled" }));
    },
    stop() {
      runs.stop();
      selection.stop();
    },
  };
}

async function givingUp(
  { send, abandon, forget }: UploadOptions,
  submissionID: SubmissionID | undefined,
  then: () => void,
): Promise<void> {
  try {
    if (submissionID !== undefined) {
      await abandon(submissionID);
      forget(submissionID);
    }
    then();
  } catch (error) {
    send({ type: "failed", trouble: troubleOf(error) });
  }
}

/** What changes the files; a run after it is no repeat of the one before. */
function editing(
  selection: Selection,
  { joinPhotos }: Pick<UploadOptions, "joinPhotos">,
  onChange: () => void,
): Pick<Upload, "add" | "addAgain" | "beganAs" | "remove" | "joinPhotos"> {
  return {
    beganAs: selection.beganAs,
    add(added, replaces) {
      onChange();
      selection.add(added, replaces);
    },
    addAgain(made) {
      onChange();
      return selection.addAgain(made, joinPhotos);
    },
    remove(key) {
      onChange();
      selection.remove(key);
    },
    joinPhotos() {
      onChange();
      return selection.join(joinPhotos);
    },
  };
}

interface Heard {
  readonly runs: Runs;
  readonly selection: Pick<Selection, "known" | "handles" | "allBeganAs">;
}

/** Acts on what a run tells. @returns the sending's course after it */
function heard(
  answer: SendAnswer,
  course: Course,
  { send, runs, selection, ...options }: UploadOptions & Heard,
): Course {
  const keep = (handed: Handed) => {
    const kept = keptOf(course, handed, selection.known(course.letter?.kinds));
    if (kept !== undefined) options.keep(kept, selection.handles());
  };
  switch (answer.type) {
    case "list-opened":
    case "stood-in":
      return learned(course, answer);
    case "opened": {
      const { submissionID } = answer.opened;
      keep(answer.opened);
      if (course.submissionID === undefined) runs.claim(submissionID);
      return { ...course, submissionID };
    }
    case "declared":
      selection.allBeganAs(answer.documentIDs);
      keep(answer.opened);
      return course;
    case "progressed":
    case "waited":
      send(answer);
      return course;
    case "failed": {
      const { trouble } = answer;
      runs.stop();
      send(endingEvent(trouble));
      if (trouble.ending !== undefined) options.onEnding(trouble.ending);
      return course;
    }
    case "handed-in":
      runs.stop();
      options.forget(answer.handed.submissionID);
      send(answer);
      return course;
  }
}
