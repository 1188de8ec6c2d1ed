import { findMembership } from "../identity/index.ts";
import type { Person } from "../kernel/index.ts";
import type { SessionGround } from "./deps.ts";
import { signedOut } from "./problem.ts";
import { actorOf, stateOf } from "./rules.ts";
import { findSession, type Session } from "./store.ts";
import { hashToken } from "./token.ts";

/** Someone whose session stands. `actor.session.locked` says that it was idle for too long. */
export interface SignedIn {
  readonly actor: Person;
  readonly session: Session;
  /** ISO 8601; when the device last proved that it is the one. */
  readonly provenAt: string;
}

/**
 * Tells who makes a request, by two strongly consistent reads: the session, then the membership that it stands on. A
 * membership that was ended or changed since ends the session with this request.
 *
 * @param token the cookie's value
 * @throws Problem `unauthenticated` (`signed-out`) for a session that is unknown or has ended; `unavailable`
 */
export async function authenticate(ground: SessionGround, token: string | undefined): Promise<SignedIn> {
  const tokenHash = await hashToken(token);
  if (tokenHash === null) throw signedOut();
  const session = await findSession(ground.base, tokenHash);
  if (session === null) throw signedOut();
  const { clinicID, personID, handle, devicePublicKey, provenAt } = session;
  const membership = await findMembership(await ground.readerOf(clinicID), clinicID, personID);
  const state = stateOf(session, membership, ground.clock.now());
  if (membership === null || state === "ended") throw signedOut();
  const actor = actorOf(membership, { handle, devicePublicKey, locked: state === "locked" });
  if (actor === null) throw signedOut();
  return { actor, session, provenAt };
}
