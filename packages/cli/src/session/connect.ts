import { ApiProblem, createApi, proveDevice, type Api, type Device } from "@postern/client";
import { authRoutes, type SessionView } from "@postern/contract";
import type { System } from "../system.ts";
import { loadDevice } from "./device.ts";
import { createPortalFetch } from "./portal-fetch.ts";
import type { KeptSession } from "./session-file.ts";

/** A portal, as the person who is signed in sees it. */
export interface Connection {
  readonly api: Api;
  readonly device: Device;
  readonly session: SessionView;
  /** Reaches the portal with the session's cookie, and anything else without. */
  readonly fetch: typeof fetch;
}

/** Takes up a kept session. Nothing is asked of the portal yet. */
export async function connect(
  { fetch: send, signal }: Pick<System, "fetch" | "signal">,
  { portal, cookies, session, device: kept }: KeptSession,
): Promise<Connection> {
  const device = await loadDevice(kept);
  const portalFetch = createPortalFetch(portal, new Map(Object.entries(cookies)), send);
  const api: Api = createApi({
    baseURL: portal,
    fetch: portalFetch,
    clinicID: () => session.clinicID,
    prove: () => proveDevice({ api, device, sessionHandle: session.handle }),
    signal,
  });
  return { api, device, session, fetch: portalFetch };
}

/**
 * Begins a command: proves the device, since the last proof is likely to be old and a refused call would stand in the
 * audit log for nothing, and tells the portal that a person is here, so that the session does not lock yet.
 *
 * @throws ApiProblem when the session is over or the portal away. One that is locked may still go on with what it began,
 * and shows itself at the next call else.
 */
export async function wake({ api, device, session }: Connection): Promise<void> {
  await proveDevice({ api, device, sessionHandle: session.handle });
  await api.call(authRoutes.touch, {}).catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || error.code !== "session-locked") throw error;
  });
}
