import { createApi, proveDevice, type Api, type Device } from "@postern/client";
import type { SessionView } from "@postern/contract";

/** What a worker needs in order to act for the person: the cookie goes along by itself, the key pair is cloned. */
export interface WorkerStart {
  readonly baseURL: string;
  readonly session: Pick<SessionView, "handle" | "clinicID">;
  readonly device: Device;
  /** When the page last proved its key, in ms since the epoch: a worker need not be refused first. */
  readonly provenAtMs: number;
}

/** The server's API inside a worker, which proves by itself that its device is the one. */
export function makeWorkerApi({ baseURL, session, device, provenAtMs }: WorkerStart): Api {
  const api: Api = createApi({
    baseURL,
    clinicID: () => session.clinicID,
    prove: () => proveDevice({ api, device, sessionHandle: session.handle }),
    provenAtMs: () => provenAtMs,
  });
  return api;
}
