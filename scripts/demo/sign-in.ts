import { setTimeout as pause } from "node:timers/promises";
import { createPortalFetch } from "@postern/cli/portal-fetch";
import { createApi, createDevice, proveDevice, type Api, type Device } from "@postern/client";
import { authRoutes, type SessionView } from "@postern/contract";
import { totpCode } from "@postern/local-cloud";
import type { DemoPerson } from "../demo-people.ts";

/** Someone who is signed in, on a device of his own. */
export interface SignedIn {
  readonly api: Api;
  readonly device: Device;
  readonly session: SessionView;
  /** With the session's cookie, for calls beside the API's. */
  readonly fetch: typeof fetch;
}

/**
 * Signs in as the portal does: password, then a code of the authenticator app together with the device's public key.
 * @param code six digits
 * @throws ApiProblem when the server refuses; Error when it asks for something else than a code
 */
export async function signIn(origin: string, person: DemoPerson, code: string): Promise<SignedIn> {
  const device = await createDevice();
  const browserFetch = createPortalFetch(origin);
  const held: { session?: SessionView } = {};
  const api: Api = createApi({
    baseURL: origin,
    fetch: browserFetch,
    clinicID: () => held.session?.clinicID,
    prove: async () => {
      if (held.session) await proveDevice({ api, device, sessionHandle: held.session.handle });
    },
  });
  const { email, password } = person;
  const first = await api.call(authRoutes.signIn, { email, password });
  if (first.stage !== "totp") throw new Error(`${email} was asked for ${first.stage} instead of a code.`);
  const last = await api.call(authRoutes.totp, { code, devicePublicKey: device.publicKey });
  if (last.stage !== "done") throw new Error(`${email} was asked for ${last.stage} after the last factor.`);
  held.session = last.session;
  return { api, device, session: last.session, fetch: browserFetch };
}

const STEP_MS = 30_000;
/** A code of the step before must reach the server before it is two steps old. */
const HASTE_MS = 5_000;

/** Every code that the server would take now has been used. */
class UsedUp extends Error {
  /** Until the next can be used. */
  readonly waitMs: number;
  constructor(email: string, waitMs: number) {
    super(`${email} has used up the codes of this half minute.`);
    this.waitMs = waitMs;
  }
}

/** A code that was not used yet; where there is none, that of the next half minute, when it has come. */
export async function nextCode(codeOf: (person: DemoPerson) => string, person: DemoPerson): Promise<string> {
  for (;;) {
    try {
      return codeOf(person);
    } catch (error) {
      if (!(error instanceof UsedUp)) throw error;
      await pause(error.waitMs);
    }
  }
}

/**
 * Codes of the people's authenticator apps. A code is good once, and the next is 30 seconds away; but the server
 * takes one step before and after the present one (RFC 6238, 5.2), so that a person can sign in again at once.
 */
export function createCodeBook(now: () => number = Date.now): (person: DemoPerson) => string {
  const usedSteps = new Map<string, number>();
  return ({ email, totpKey }) => {
    if (totpKey === undefined) throw new Error(`${email} has not enrolled an authenticator app.`);
    const atMs = now();
    const present = Math.floor(atMs / STEP_MS);
    const first = STEP_MS - (atMs % STEP_MS) > HASTE_MS ? present - 1 : present;
    const step = Math.max(first, (usedSteps.get(email) ?? 0) + 1);
    if (step > present + 1) throw new UsedUp(email, (step - 1) * STEP_MS - atMs);
    usedSteps.set(email, step);
    return totpCode(totpKey, step * STEP_MS);
  };
}
