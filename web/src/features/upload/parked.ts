import type { PersonID } from "@postern/contract";
import { createEffect, createRoot, untrack } from "solid-js";
import { sessionState } from "../session/session.ts";
import type { LiveUpload } from "./create-upload.ts";
import { runSession } from "./run-session.ts";

/** A sending whose page is behind the lock. */
interface Parked {
  readonly purpose: string;
  readonly personID: PersonID;
  readonly live: LiveUpload;
}

let parked: Parked | undefined;
let isWatching = false;

/** Keeps a sending while nobody may see it. Whoever signed out leaves nothing behind. */
export function parkUpload(purpose: string, live: LiveUpload): void {
  const session = sessionState();
  const place = session.status === "signed-out" ? session.place : undefined;
  if (place === undefined) return live.upload.stop();
  parked?.live.upload.stop();
  parked = { purpose, personID: place.personID, live };
  const isStopped = session.status === "signed-out" && session.ending !== "locked";
  live.upload.lock(isStopped);
  watch();
}

/** @returns the sending of this purpose that was left behind a lock, if there is one */
export function takeParked(purpose: string): LiveUpload | undefined {
  if (parked?.purpose !== purpose) return undefined;
  const { live } = parked;
  parked = undefined;
  return live;
}

/** The same person goes on, in the session of now; anyone else ends it. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  createRoot(() =>
    createEffect(() => {
      const session = sessionState();
      if (parked === undefined || session.status !== "signed-in") return;
      const { live, personID } = parked;
      if (session.session.personID !== personID) {
        live.upload.stop();
        parked = undefined;
      } else if (untrack(live.state).stage === "locked") live.upload.goOn(runSession());
    }),
  );
}
