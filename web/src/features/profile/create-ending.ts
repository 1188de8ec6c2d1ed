import { authRoutes, type SessionSummary } from "@postern/contract";
import { revalidate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import { call } from "../session/session.ts";
import { readSessions } from "./queries.ts";

/** Signing out somewhere else: asked first, then done, and the list is read again. */
export function createEnding() {
  const [asked, setAsked] = createSignal<SessionSummary>();
  const [ended, setEnded] = createSignal<SessionSummary>();
  const [isBusy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();

  async function end(): Promise<void> {
    const session = asked();
    if (session === undefined || isBusy()) return;
    setBusy(true);
    setTrouble(undefined);
    const failure = await call(authRoutes.endSession, { handle: session.handle }).then(
      () => undefined,
      (error: unknown) => troubleOf(error),
    );
    setBusy(false);
    // One that is missing has ended by itself meanwhile, which is what was wanted.
    if (failure !== undefined && failure.kind !== "missing") return void setTrouble(failure);
    setEnded(session);
    setAsked(undefined);
    await revalidate(readSessions.key);
  }
  return {
    /** The session about which the person is asked. */
    asked,
    /** The last one that was ended. */
    ended,
    isBusy,
    trouble,
    ask(session: SessionSummary) {
      setTrouble(undefined);
      setAsked(session);
    },
    leave: () => setAsked(undefined),
    end,
  };
}

export type Ending = ReturnType<typeof createEnding>;
