import { ROLES, authRoutes, type SessionHandle, type SessionSummary } from "@postern/contract";
import {
  Problem,
  change,
  iso,
  missing,
  operation,
  release,
  type Context,
  type Person,
} from "../kernel/index.ts";
import type { SessionDeps } from "./deps.ts";
import { proofRequired } from "./problem.ts";
import { isBesides, isProofOld, secondsOf } from "./rules.ts";
import { endSession, findSession, findSessionsOfUser, type Session } from "./store.ts";

/** More are not shown; the newest are. */
const MOST_SHOWN = 50;

const currentSession = () =>
  new Problem("conflict", "session-current", "You are in this session now. Sign out to end it.");

/** Where the person is signed in for this clinic, newest first. The present session is always among them. */
export const list = operation({
  action: "session.list",
  allow: ROLES,
  input: authRoutes.sessions.input,
  async run(deps: SessionDeps, ctx) {
    const { session } = deps.signedIn;
    refuseOldProof(session, ctx);
    return release({
      facts: { entityID: session.handle },
      once: "sessions",
      afterwards: async () => {
        const others = (await pointersOf(deps, ctx)).filter(({ handle }) => handle !== session.handle);
        const found = await Promise.all(
          others.slice(0, MOST_SHOWN - 1).map(({ tokenHash }) => findSession(deps.base, tokenHash)),
        );
        const sessions = [session, ...found.filter((other) => isBesides(other, session, ctx.clock.now()))];
        const newestFirst = sessions.sort((one, other) => other.openedAt.localeCompare(one.openedAt, "en"));
        return { sessions: newestFirst.map((each) => summaryOf(each, session.handle)) };
      },
    });
  },
});

/** Ends another session of the same person, wherever it is. One's own is ended by signing out. */
export const end = operation({
  action: "session.end",
  allow: ROLES,
  input: authRoutes.endSession.input,
  async run(deps: SessionDeps, ctx, { handle }) {
    const { session } = deps.signedIn;
    refuseOldProof(session, ctx);
    if (handle === session.handle) throw currentSession();
    const pointer = (await pointersOf(deps, ctx)).find((each) => each.handle === handle);
    const other = pointer === undefined ? null : await findSession(deps.base, pointer.tokenHash);
    if (!isBesides(other, session, ctx.clock.now())) throw missing();
    return change({
      writes: [endSession(other.tokenHash)],
      facts: { entityID: handle },
      afterwards: () => ({}),
    });
  },
});

/** A copied cookie shall tell nobody where else one is, nor end anything there. */
function refuseOldProof(session: Session, ctx: Context<Person>): void {
  if (isProofOld(session.provenAt, ctx.clock.now())) throw proofRequired();
}

/** None that was opened before can stand any more: a role's sessions last no longer than this. */
function pointersOf({ signedIn: { session }, base }: SessionDeps, ctx: Context<Person>) {
  const since = iso(ctx.clock.now() - secondsOf(session.role).total * 1000);
  return findSessionsOfUser(base, session.sub, since);
}

function summaryOf(session: Session, currentHandle: SessionHandle): SessionSummary {
  const { handle, browser, system, openedAt, seenAt, endsAt } = session;
  return { handle, current: handle === currentHandle, browser, system, openedAt, seenAt, endsAt };
}
