import { waitByTimer } from "@postern/client";
import type { SubmissionView } from "@postern/contract";
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import { makePoll } from "../../lib/poll.ts";
import { loadSubmission } from "./queries.ts";

const FINAL: readonly SubmissionView["state"][] = ["closed", "rejected", "expired"];

/** What a reader would notice. */
function faceOf({ state, round, documents, queueName }: SubmissionView): string {
  return JSON.stringify([
    state,
    round,
    queueName,
    documents.map((document) => [document.documentID, document.state]),
  ]);
}

/** Keeps a submission living while its page is open: asks again with growing pauses, and touches nothing. */
export function createSubmissionPoll(first: Accessor<SubmissionView | undefined>): {
  readonly view: Accessor<SubmissionView | undefined>;
  /** True when the last look failed, so that what is shown may be old. */
  readonly isStale: Accessor<boolean>;
} {
  const [latest, setLatest] = createSignal<SubmissionView>();
  const [isStale, setStale] = createSignal(false);
  createEffect(
    on(first, (known) => {
      setLatest(undefined);
      if (known === undefined) return;
      const stop = new AbortController();
      onCleanup(() => stop.abort());
      void makePoll(known, {
        load: (signal) => loadSubmission(known.submissionID, signal),
        isFinal: (view) => FINAL.includes(view.state),
        isSame: (one, other) => faceOf(one) === faceOf(other),
        onValue: (view) => {
          setStale(false);
          setLatest(view);
        },
        onTrouble: () => setStale(true),
        signal: stop.signal,
        isSeen: () => document.visibilityState === "visible",
        wait: waitByTimer,
      });
    }),
  );
  return { view: createMemo(() => latest() ?? first()), isStale };
}
