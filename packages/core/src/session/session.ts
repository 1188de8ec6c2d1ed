import { ROLES, authRoutes } from "@postern/contract";
import { change, iso, operation, release, settled } from "../kernel/index.ts";
import type { SessionDeps } from "./deps.ts";
import { viewOf } from "./open.ts";
import { proofRequired, signedOut } from "./problem.ts";
import { isProofOld } from "./rules.ts";
import { endSession, noteSeen } from "./store.ts";

const TOUCH_MS = 60_000;

/** What a page asks at its start: whose session it is in. */
export const read = operation({
  action: "session.read",
  allow: ROLES,
  continues: true,
  input: authRoutes.session.input,
  async run({ signedIn: { session } }: SessionDeps) {
    return release({
      facts: { entityID: session.handle },
      once: "session",
      afterwards: () => ({ session: viewOf(session) }),
    });
  },
});

/**
 * Real input by the person, which keeps the session from locking. It is noted once a minute. A session that is locked
 * stays so, and without the device a copied cookie keeps none open.
 */
export const touch = operation({
  action: "session.touch",
  allow: ROLES,
  input: authRoutes.touch.input,
  async run({ signedIn: { session } }: SessionDeps, ctx) {
    const answer = { endsAt: session.endsAt };
    const nowMs = ctx.clock.now();
    if (isProofOld(session.provenAt, nowMs)) throw proofRequired();
    if (nowMs - Date.parse(session.seenAt) < TOUCH_MS) return settled(() => answer);
    return change({
      writes: [noteSeen(session, iso(nowMs), signedOut)],
      facts: { entityID: session.handle },
      afterwards: () => answer,
    });
  },
});

/** Ends the session here, whatever becomes of the cookie. */
export const signOut = operation({
  action: "session.sign-out",
  allow: ROLES,
  continues: true,
  input: authRoutes.signOut.input,
  async run({ signedIn: { session } }: SessionDeps) {
    return change({
      writes: [endSession(session.tokenHash)],
      facts: { entityID: session.handle },
      afterwards: () => ({}),
    });
  },
});
