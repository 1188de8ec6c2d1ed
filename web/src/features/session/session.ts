import { createApi, proveDevice, type Api, type CallOptions, type Device } from "@postern/client";
import type { InputOf, OutputOf } from "@postern/client";
import { authRoutes, type PersonID, type Route, type SessionView } from "@postern/contract";
import { query } from "@solidjs/router";
import { createSignal } from "solid-js";
import { findDevice, forgetDevices, keepDevice } from "../../lib/device-store.ts";
import { TroubleError, troubleOf, type Ending, type Trouble } from "../../lib/trouble.ts";

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

const api: Api = createApi({
  baseURL: location.origin,
  clinicID: () => {
    const present = state();
    return present.status === "signed-in" ? present.session.clinicID : undefined;
  },
  prove: async () => {
    const { device, session } = signedIn();
    await proveDevice({ api, device, sessionHandle: session.handle });
  },
});

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
  try {
    return await api.call(route, input, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw noticed(error);
  }
}

/** Reads a failure, and ends the session here when it says so. */
export function noticed(error: unknown): TroubleError {
  const trouble = troubleOf(error);
  if (trouble.ending !== undefined) endSession(trouble.ending);
  return new TroubleError(trouble);
}

/** Begins a session in this browser: its device is kept for a reload, or, where that fails, until one. */
export async function startSession(session: SessionView, device: Device): Promise<void> {
  await keepDevice(session.handle, device).catch(() => {
    // A browser that keeps nothing still works until the page is loaded again; then one signs in again.
  });
  query.clear();
  setState({ status: "signed-in", session, device, began: "here" });
}

/** Forgets everything that the session had shown. Nothing is asked of the server. */
export function endSession(ending: Ending): void {
  const present = state();
  if (present.status !== "signed-in") return;
  const place = { personID: present.session.personID, path: location.pathname + location.search };
  query.clear();
  setState({ status: "signed-out", ending, place: ending === "signed-out" ? undefined : place });
  void forgetDevices().catch(() => {
    // A key that stays behind is of no use: its session has ended on the server.
  });
}

/** Signs out: here at once, and on the server if it can be reached. */
export function signOut(ending: Ending = "signed-out"): void {
  void api.call(authRoutes.signOut, {}).catch(() => {
    // The session then ends there by itself, after its quiet time.
  });
  endSession(ending);
}

/** Asks at the start whether a session is left, and whether this browser still holds its key. */
export async function loadSession(): Promise<void> {
  setState({ status: "unknown" });
  try {
    const session = await api.call(authRoutes.session, {});
    const device = await findDevice(session.handle).catch(() => undefined);
    if (device !== undefined) {
      return void setState({ status: "signed-in", session, device, began: "before" });
    }
    await api.call(authRoutes.signOut, {}).catch(() => {
      // It cannot be used from here any more: the key is gone.
    });
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
