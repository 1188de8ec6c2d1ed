import type { Context, Ledger, Person } from "../kernel/index.ts";
import { actorID, derivedID, iso, sha256 } from "../kernel/index.ts";
import { PER_PERSON, insist, take, windowStart } from "./limit.ts";
import { tooManyCalls } from "./problem.ts";

const ACTION = "session.refused";
/** A session that is refused again for the same reason writes no second audit row within this time. */
const REFUSED_SECONDS = 300;
/** Refusals by operations that have a row each. */
const PER_SESSION = { scope: "refused", windowSeconds: 60, most: 20 } as const;

/**
 * Counts a call of someone who is signed in, whatever it is for. Those beyond the rate have one row together, for the
 * person and the minute.
 *
 * @param ctx writes the clinic's audit row
 * @param counters has the right to count, which no tenant role has
 * @throws Problem `limit` (`too-many-calls`); `unavailable` when it cannot be counted or recorded
 */
export async function countCall(ctx: Context<Person>, counters: Ledger): Promise<void> {
  const { personID } = ctx.actor;
  if (await take({ ...ctx, ledger: counters }, { ...PER_PERSON, hash: personID })) return;
  const { windowSeconds } = PER_PERSON;
  const nowMs = ctx.clock.now();
  const problem = tooManyCalls(Math.ceil(windowStart(nowMs, windowSeconds) + windowSeconds - nowMs / 1000));
  await recordOnce(ctx, problem.code, { subject: personID, windowSeconds });
  throw problem;
}

/**
 * Records in the clinic's log that someone who is signed in was refused before any operation ran: one row for
 * the session, the address, the code and five minutes.
 *
 * @throws Problem `unavailable` when it cannot be recorded
 */
export async function recordRefused(ctx: Context<Person>, code: string): Promise<void> {
  const { actor, request } = ctx;
  // From another address it is another row: that may be a copy of the cookie.
  const subject = [actor.session.handle, request.addressHash].join("\n");
  await recordOnce(ctx, code, { subject, windowSeconds: REFUSED_SECONDS });
}

/**
 * Counts a refusal by an operation: up to 20 of a session and minute have a row each; one more stands for all the rest,
 * so that nobody with a copied cookie can fill a clinic's log.
 *
 * @param ctx writes the clinic's audit row
 * @param counters has the right to count, which no tenant role has
 * @returns whether this one is of the rest, which has its row
 * @throws Problem `unavailable` when it cannot be counted or recorded
 */
export async function countRefusal(ctx: Context<Person>, counters: Ledger): Promise<boolean> {
  const { handle } = ctx.actor.session;
  if (await take({ ...ctx, ledger: counters }, { ...PER_SESSION, hash: handle })) return false;
  await recordOnce(ctx, "and-more", { subject: handle, windowSeconds: PER_SESSION.windowSeconds });
  return true;
}

/** The row's id is computed, so that a second one meets the first. */
async function recordOnce(
  ctx: Context<Person>,
  code: string,
  { subject, windowSeconds }: { subject: string; windowSeconds: number },
): Promise<void> {
  const { actor, request } = ctx;
  const nowMs = ctx.clock.now();
  const startMs = windowStart(nowMs, windowSeconds) * 1000;
  const eventID = derivedID("evt", startMs, await sha256([subject, ACTION, code, startMs].join("\n")));
  const event = ctx.ledger.audit({
    eventID,
    clinicID: actor.clinicID,
    at: iso(nowMs),
    action: ACTION,
    outcome: "refused",
    actorID: actorID(actor),
    role: actor.type,
    entityID: actor.session.handle,
    code,
    requestID: request.id,
    ...(request.addressHash === undefined ? {} : { addressHash: request.addressHash }),
  });
  await insist(ctx, event);
}
