import { PLATFORM } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import type { Tenant } from "@postern/core/aws";
import { Problem, type Context, type Person } from "@postern/core/kernel";
import {
  authenticate,
  countCall,
  countRefusal,
  isProofOld,
  proofRequired,
  recordRefused,
  recordStranger,
  type SessionGround,
  type SignedIn,
} from "@postern/core/session";
import { parse } from "hono/utils/cookie";
import { contextOf, type Ground } from "../boot/http.ts";
import { actingClinic } from "./acting-clinic.ts";
import type { Caller, EdgeRequest } from "./edge.ts";

/** Name of the session's cookie, as browsers send it. */
const SESSION_COOKIE = "__Host-session";
/** Name of the cookie between two steps of a sign-in. */
const PRESESSION_COOKIE = "__Host-pre";

export interface IdentifyOptions<Deps> {
  readonly stand: Ground;
  /** Salts an address for the audit log. */
  readonly hash: (request: EdgeRequest) => Promise<string>;
  /** What the operations of this function need for one clinic, under its tenant role. */
  readonly depsOf: (tenant: Tenant, actor: Person) => Deps;
  /** Whether the device must have proven itself lately. Default: yes. */
  readonly requireProof?: boolean;
}

/** The cookies of ours that came with a request. */
export function tokensOf({ cookies = "" }: EdgeRequest): {
  readonly session: string | undefined;
  readonly presession: string | undefined;
} {
  const values = parse(cookies);
  return { session: values[SESSION_COOKIE], presession: values[PRESESSION_COOKIE] };
}

/** What it takes to tell whose a session is, for a function. */
export function sessionGround({ base, tenants, clock }: Ground): SessionGround {
  return { base, clock, readerOf: async (clinicID) => (await tenants.tenant(clinicID)).database };
}

/** The context of someone who is not signed in, for the platform's log, under the function's own role. */
export function strangerContext(stand: Ground, request: EdgeRequest, addressHash: string): Context {
  const actor = { type: "anonymous", clinicID: PLATFORM } as const;
  return contextOf(stand, actor, createLedger(stand.base), { id: request.requestID, addressHash });
}

/**
 * Tells who makes a request. Whoever is not signed in is recorded as a stranger.
 *
 * @throws Problem `unauthenticated` (`signed-out`); `unavailable`
 */
export async function identifySession(
  stand: Ground,
  request: EdgeRequest,
  addressHash: string,
): Promise<SignedIn> {
  try {
    return await authenticate(sessionGround(stand), tokensOf(request).session);
  } catch (error) {
    if (error instanceof Problem && error.kind === "unauthenticated") {
      await recordStranger(strangerContext(stand, request, addressHash), error.code);
    }
    throw error;
  }
}

/**
 * Makes what the functions for signed-in people identify their callers by: cookie, session, membership, the clinic
 * that the page believes in, and the device's proof. Every call is counted; a refusal here has its audit row, as those
 * of operations have.
 */
export function identifier<Deps>(
  options: IdentifyOptions<Deps>,
): (request: EdgeRequest) => Promise<Caller<Deps>> {
  const { stand, hash, depsOf, requireProof = true } = options;
  return async (request) => {
    const addressHash = await hash(request);
    const { actor: person, session, provenAt } = await identifySession(stand, request, addressHash);
    const clinicID = actingClinic(session, request.clinicID);
    const actor = { ...person, clinicID: clinicID ?? session.clinicID };
    // Keys, contexts and prefixes follow the actor; credentials follow the session's row, whatever is decided above.
    const tenant = await stand.tenants.tenant(session.clinicID);
    const named = { id: request.requestID, addressHash };
    const ctx = contextOf(stand, actor, createLedger(tenant.database), named);
    const counters = createLedger(stand.base);
    await countCall(ctx, counters);
    const isUnproven = requireProof && isProofOld(provenAt, stand.clock.now());
    if (clinicID === null || isUnproven) {
      const refusal = clinicID === null ? otherClinic() : proofRequired();
      await recordRefused(ctx, refusal.code);
      throw refusal;
    }
    return { deps: depsOf(tenant, actor), ctx: { ...ctx, countRefusal: () => countRefusal(ctx, counters) } };
  };
}

const otherClinic = () =>
  new Problem("conflict", "other-clinic", "You are signed in for another clinic now. Load this page again.");
