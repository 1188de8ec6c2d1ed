import { factsOf, type ResumePolicy } from "@postern/client";
import type { SubmissionView } from "@postern/contract";
import { createEffect, createMemo, createSignal } from "solid-js";
import { language } from "../../lib/language.ts";
import type { UploadPage } from "../upload/create-upload.ts";
import type { KeptSending } from "../upload/kept.ts";
import { isSettled, matchFiles } from "./match.ts";

/** What is typed anew where this browser did not keep it. */
export type Typed = Pick<KeptSending, "note" | "patient">;

/** Going on with a submission that was begun: which of its files are here again, and what becomes of the others. */
export function createGoOn(upload: UploadPage, view: SubmissionView, kept: KeptSending | undefined) {
  const [leftOut, setLeftOut] = createSignal<ReadonlySet<number>>(new Set());
  const [asNow, setAsNow] = createSignal<ReadonlySet<string>>(new Set());
  const expected = createMemo(() =>
    matchFiles(kept?.files ?? [], upload.state().files, { leftOut: leftOut(), asNow: asNow() }),
  );
  // What the person has said of a file before need not be said again.
  const told = new Set<string>();
  createEffect(() => {
    for (const { key, file, state } of expected()) {
      if (key === undefined || told.has(key)) continue;
      told.add(key);
      if (file.kind !== undefined) upload.setKind(key, file.kind);
      if (state === "found" && file.documentID !== undefined) upload.beganAs(key, file.documentID);
    }
  });

  const isAsBegun = () =>
    upload.state().files.length === expected().length && expected().every(({ state }) => state === "found");

  /** What the person was asked already is not asked again; else the run stops at what is not as it was. */
  function policy(): ResumePolicy {
    if (kept === undefined) return {};
    return isAsBegun() ? { leaveOut: "abandon" } : { changed: "send-anew", leaveOut: "abandon" };
  }

  return {
    expected,
    /** All that was begun is here again as it was, and nothing else. */
    isAsBegun,
    /** Files are still looked at, or all are as they were. */
    isLooking: () => isAsBegun() || upload.state().files.some(({ state }) => state === "checking"),
    isSettled: () => isSettled(expected()),
    sendAsNow: (key: string) => setAsNow((keys) => new Set([...keys, key])),
    /** @param key the chosen file that has changed, if there is one */
    leaveOut(index: number, key: string | undefined) {
      setLeftOut((indices) => new Set([...indices, index]));
      if (key !== undefined) upload.remove(key);
    },
    takeBack: (index: number) =>
      setLeftOut((indices) => new Set([...indices].filter((other) => other !== index))),
    /** @param typed for what was not kept @param withKinds whether the person is asked what each file is */
    start(typed: Typed, withKinds: boolean) {
      const { submissionID, number } = view;
      const { note, patient } = kept ?? typed;
      const content = { facts: factsOf(view), note, patient, language: kept?.language ?? language() };
      upload.start({ ...content, resume: { submissionID, number } }, { withKinds, policy: policy() });
    },
  };
}

export type GoOnPage = ReturnType<typeof createGoOn>;
