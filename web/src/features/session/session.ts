import {
  createApi,
  patienceOf,
  proveDevice,
  withRetry,
  type Api,
  type CallOptions,
  type Device,
} from "@postern/client";
import type { InputOf, OutputOf } from "@postern/client";
import { authRoutes, type PersonID, type Route, type SessionView } from "@postern/contract";
import { query } from "@solidjs/router";
import { createSignal } from "solid-js";
import { findDevice, forgetDevice, isLeft, keepDevice, noteLeft } from "../../lib/device-store.ts";
import { forgetDrafts, openDrafts, sweepDrafts } from "../../lib/drafts.ts";
import { TroubleError, troubleOf, type Ending, type Trouble } from "../../lib/trouble.ts";
import { hearTabs, tellTabs } from "./tabs.ts";

/** Where a person was when the session ended; the same person comes back there. */
export interface Place {
  readonly personID: PersonID;
  readonly path: string;
}

export interface SignedIn {
  readonly status: "signed-in";
  readonly session: SessionView;
  readonly device: Device;
  /** Whether the person signed in on this page, or had before it was loaded. */
  readonly began: "here" | "before";
}

/** What this page knows about who uses it. */
export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "failed"; readonly trouble: Trouble }
  | {
      readonly status: "signed-out";
      readonly ending?: Ending | undefined;
      readonly place?: Place | undefined;
    }
  | SignedIn;

const [state, setState] = createSignal<SessionState>({ status: "unknown" });
export { state as sessionState };

/** The session and its device. @throws TypeError when nobody is signed in, a defect of the caller */
export function signedIn(): SignedIn {
  const present = state();
  if (present.status !== "signed-in") throw new TypeError("nobody is signed in");
  return present;
}

/** When this browser last proved its key, in ms since the epoch; a session that was begun before tells no time. */
let provenAtMs = 0;

/** When this browser last proved its key, as far as this page knows: in ms since the epoch, else 0. */
export const lastProvenAtMs = (): number => provenAtMs;

const api: Api = createApi({
  baseURL: location.origin,
  clinicID: () => {
    const present = state();
    return present.status === "signed-in" ? present.session.clinicID : undefined;
  },
  prove: async () => {
    const { device, session } = signedIn();
    await proveDevice({ api, device, sessionHandle: session.handle });
    provenAtMs = Date.now();
  },
  provenAtMs: () => provenAtMs,
});

/** A sign-out on its way: its answer takes the cookie away, also that of a session begun meanwhile. */
let leaving: Promise<unknown> = Promise.resolve();
/** Ends the trying, when somebody signs in. */
let staying = new AbortController();

/**
 * Calls the server for the person who is signed in. An answer that ends the session ends it here too.
 *
 * @throws TroubleError, whatever went wrong; the signal's reason when aborted
 */
export async function call<R extends Route>(
  route: R,
  input: InputOf<R>,
  options: CallOptions = {},
): Promise<OutputOf<R>> {
  await leaving;
  if (route.path === authRoutes.signIn.path) staying.abort();
  const asking = handleOf(state());
  try {
    return await api.call(route, input, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    // A late answer about a session that is over says nothing about the one that was begun since.
    throw asking === handleOf(state()) ? noticed(error) : new TroubleError(troubleOf(error));
  }
}

function handleOf(present: SessionState) {
  return present.status === "signed-in" ? present.session.handle : undefined;
}

/** Reads a failure, and ends the session here when it says so. */
export function noticed(error: unknown): TroubleError {
  const trouble = troubleOf(error);
  if (trouble.ending !== undefined) endSession(trouble.ending);
  return new TroubleError(trouble);
}

// What another tab does to the session is so here too, before this one asks the server for anything.
hearTabs((message) => {
  const present = state();
  if (message.type === "signed-out") {
    void forgetDrafts();
    endSession("signed-out");
  } else if (message.type === "signed-in" && present.status === "signed-in") {
    if (message.handle !== present.session.handle) endSession("ended");
  }
});

// A page that the browser had put away heard nothing meanwhile, and comes back as it was: it shows nothing before the
// server has been asked again.
if (typeof window !== "undefined") {
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && state().status === "signed-in") void loadSession();
  });
}

/** Begins a session in this browser: its device is kept for a reload, or, where that fails, until one. */
export async function startSession(session: SessionView, device: Device): Promise<void> {
  await keepDevice(session.handle, device).catch(() => {
    // A browser that keeps nothing still works until the page is loaded again; then one signs in again.
  });
  provenAtMs = Date.now();
  query.clear();
  openDrafts(session.personID);
  tellTabs({ type: "signed-in", handle: session.handle });
  setState({ status: "signed-in", session, device, began: "here" });
}

/** Forgets everything that the session had shown. Nothing is asked of the server. */
export function endSession(ending: Ending): void {
  const present = state();
  if (present.status !== "signed-in") return;
  const place = { personID: present.session.personID, path: location.pathname + location.search };
  query.clear();
  setState({ status: "signed-out", ending, place: ending === "signed-out" ? undefined : place });
  void forgetDevice(present.session.handle).catch(() => {
    // A key that stays behind is of no use: its session has ended on the server.
  });
}

/** Signs out: here at once, drafts and all, and on the server as soon as it can be reached. */
export function signOut(): void {
  void forgetDrafts();
  tellTabs({ type: "signed-out" });
  void tellServer();
  const handle = handleOf(state());
  endSession("signed-out");
  if (handle !== undefined)
    void noteLeft(handle).catch(() => {
      // Only a reload before the server has heard of it would ask.
    });
}

/** Tries until the server has heard that the person left, and says as long as it has not. */
async function tellServer(): Promise<void> {
  staying = new AbortController();
  const { signal } = staying;
  const say = (ending: Ending) => {
    if (!signal.aborted && state().status !== "signed-in") setState({ status: "signed-out", ending });
  };
  // Whoever signs out on a computer that is not theirs closes the page next.
  const attempt = () => {
    const asked = api.call(authRoutes.signOut, {}, { outlivesPage: true });
    leaving = asked.catch(() => undefined);
    return asked;
  };
  try {
    await withRetry(attempt, patienceOf({ signal, onWaiting: () => say("unheard") }));
    say("signed-out");
  } catch {
    // Refused: the session is over. Not reached: what the page says stays, and its next load tries again.
  }
}

/**
 * Locks the page: nothing that was shown stays. The server locks by the same clock and is not told, since its answer to
 * a sign-out makes the browser forget the person's drafts too.
 */
export function lock(): void {
  endSession("locked");
}

/** Asks at the start whether a session is left, and whether this browser still holds its key. */
export async function loadSession(): Promise<void> {
  // It may be another person's by now.
  query.clear();
  setState({ status: "unknown" });
  sweepDrafts();
  try {
    const { session } = await api.call(authRoutes.session, {});
    if (session === undefined) return void setState({ status: "signed-out" });
    if (await isLeft(session.handle).catch(() => false)) {
      setState({ status: "signed-out", ending: "unheard" });
      return await tellServer();
    }
    const device = await findDevice(session.handle).catch(() => undefined);
    if (device !== undefined) {
      openDrafts(session.personID);
      return void setState({ status: "signed-in", session, device, began: "before" });
    }
    // Left to lock by itself, for a locked page that is loaded again comes here too: signing out would cost the drafts.
    setState({ status: "signed-out", ending: "device-lost" });
  } catch (error) {
    const trouble = troubleOf(error);
    const isLocked = trouble.ending === "locked";
    if (trouble.ending !== undefined)
      setState({ status: "signed-out", ending: isLocked ? "locked" : undefined });
    else setState({ status: "failed", trouble });
  }
}

/** Tells the server that a person is here. */
export function touch(): void {
  void call(authRoutes.touch, {}).catch(() => {
    // An ended session has been noticed by `call`; anything else shows itself at the next thing the person does.
  });
}
