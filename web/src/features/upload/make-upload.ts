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
import type { KeptSending } from "./kept.ts";
import type { SendAnswer } from "./protocol.ts";
import { makeRuns, type Runs, type RunsOptions } from "./runs.ts";
import { makeSelection, type Selection, type SelectionOptions } from "./selection.ts";

export interface UploadOptions extends RunsOptions, SelectionOptions {
  /** The submission, where there is one already. */
  readonly begun?: SubmissionID | undefined;
  readonly joinPhotos: (files: readonly File[], signal: AbortSignal) => Promise<File | undefined>;
  /** Gives up on the server what was begun. @throws TroubleError */
  readonly abandon: (submissionID: SubmissionID) => Promise<void>;
  readonly keep: (sending: KeptSending) => void;
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
    course = heard(answer, course, { ...options, runs, known: selection.known });
  };

  function begin(as: WorkerStart, letter: Letter): void {
    course = withLetter(course, letter);
    send({ type: "started" });
    const { content, kinds, policy = {} } = letter;
    const request = () => {
      const { idempotencyKey, earlier } = course;
      course = repeating(course, true);
      return { ...as, content, kinds, policy, files: selection.files(), idempotencyKey, earlier };
    };
    runs.begin(course.submissionID, request, hear);
  }

  async function giveUp(then: () => void): Promise<void> {
    const { submissionID } = course;
    try {
      if (submissionID !== undefined) {
        await options.abandon(submissionID);
        options.forget(submissionID);
      }
      then();
    } catch (error) {
      send({ type: "failed", trouble: troubleOf(error) });
    }
  }

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

/** What changes the files; a run after it is no repeat of the one before. */
function editing(
  selection: Selection,
  { joinPhotos }: Pick<UploadOptions, "joinPhotos">,
  onChange: () => void,
): Pick<Upload, "add" | "remove" | "joinPhotos"> {
  return {
    add(added, replaces) {
      onChange();
      selection.add(added, replaces);
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

/** Acts on what a run tells. @returns the sending's course after it */
function heard(
  answer: SendAnswer,
  course: Course,
  { send, runs, known, ...options }: UploadOptions & Pick<Selection, "known"> & { readonly runs: Runs },
): Course {
  switch (answer.type) {
    case "list-opened":
    case "stood-in":
      return learned(course, answer);
    case "opened": {
      const { submissionID } = answer.opened;
      const kept = keptOf(course, answer.opened, known(course.letter?.kinds));
      if (kept !== undefined) options.keep(kept);
      if (course.submissionID === undefined) runs.claim(submissionID);
      return { ...course, submissionID };
    }
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
