import { useBeforeLeave, type BeforeLeaveEventArgs } from "@solidjs/router";
import { createEffect, createMemo, onCleanup } from "solid-js";
import { createSignOutQuestion } from "../session/sign-out-question.ts";
import { isUnderWay, type UploadState } from "./machine.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** Asks first where leaving the page, or signing out, would cost the person something. */
export function createLeaveWarning(state: () => UploadState): void {
  const question = createMemo(() => leaveQuestion(state()));
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  createEffect(() => {
    if (question() === undefined) return;
    window.addEventListener("beforeunload", warn);
    onCleanup(() => window.removeEventListener("beforeunload", warn));
  });
  useBeforeLeave((event) => {
    const words = question();
    // Signed out on the way: there is nothing to stay for.
    if (words === undefined || event.defaultPrevented || event.to === "/sign-in") return;
    event.preventDefault();
    if (window.confirm(words)) leave(event);
  });
  createSignOutQuestion(() => signOutQuestion(state()));
}

function leave(event: BeforeLeaveEventArgs): void {
  if (typeof event.to === "string") return event.retry(true);
  // The browser has gone back already, and the router undoes that first: to go again at once would cross with it.
  window.addEventListener("popstate", () => setTimeout(() => event.retry(true)), { once: true });
}

function leaveQuestion(state: UploadState): string | undefined {
  if (isUnderWay(state)) return WORDS.leave;
  return hasOnlyChosen(state) ? WORDS.leaveChosen : undefined;
}

function signOutQuestion(state: UploadState): string | undefined {
  const isBegun = isUnderWay(state) || state.stage === "paused" || state.stage === "failed";
  if (isBegun) return WORDS.signOutBegun;
  return hasOnlyChosen(state) ? WORDS.signOutChosen : undefined;
}

const hasOnlyChosen = ({ stage, files }: UploadState) => stage === "choosing" && files.length > 0;
