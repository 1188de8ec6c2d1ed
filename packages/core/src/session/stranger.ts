import { PLATFORM } from "@postern/contract";
import type { AuditEvent, Committed, Context } from "../kernel/index.ts";
import { derivedID, iso, sha256, unavailable } from "../kernel/index.ts";
import { take, takeForAddress, windowStart } from "./limit.ts";
import { tooManyTries } from "./problem.ts";

const PER_STRANGER = { scope: "stranger", windowSeconds: 60, most: 20 } as const;
const WINDOW_MS = PER_STRANGER.windowSeconds * 1000;

/**
 * Records a call by someone who is not signed in, in the platform's log: up to 20 from one address and minute, then
 * one more row that stands for all the rest, so that nobody can fill our log for us.
 *
 * @param code why it was refused
 * @throws Problem `unavailable`
 */
export async function recordStranger(ctx: Context, code: string): Promise<void> {
  const isCounted = await take(ctx, { ...PER_STRANGER, hash: ctx.request.addressHash ?? "unknown" });
  if (!isCounted) return await recordRest(ctx, "session.refused", "and-more");
  const eventID = ctx.newID("evt");
  const at = iso(ctx.clock.now());
  const outcome = await write(ctx, { eventID, at, action: "session.refused", code });
  if (outcome !== "done") throw unavailable();
}

/**
 * Counts a step of a sign-in. Those beyond the rate have one row together.
 *
 * @throws Problem `limit` (`too-many-tries`); `unavailable`
 */
export async function countStep(ctx: Context): Promise<void> {
  if (await takeForAddress(ctx)) return;
  const problem = tooManyTries();
  await recordRest(ctx, "session.sign-in", problem.code);
  throw problem;
}

/** One row for an address and a minute; its id is computed, so that the second one meets the first. */
async function recordRest(ctx: Context, action: string, code: string): Promise<void> {
  const startMs = windowStart(ctx.clock.now(), PER_STRANGER.windowSeconds) * 1000;
  const name = [action, code, ctx.request.addressHash ?? "unknown", startMs / WINDOW_MS].join("\n");
  const eventID = derivedID("evt", startMs, await sha256(name));
  await write(ctx, { eventID, at: iso(startMs), action, code });
}

async function write(
  ctx: Context,
  event: Pick<AuditEvent, "eventID" | "at" | "action" | "code">,
): Promise<Committed["outcome"]> {
  const { id: requestID, addressHash } = ctx.request;
  const result = await ctx.ledger.commit([
    ctx.ledger.audit({
      ...event,
      clinicID: PLATFORM,
      outcome: "refused",
      actorID: "anonymous",
      role: "none",
      requestID,
      ...(addressHash === undefined ? {} : { addressHash }),
    }),
  ]);
  return result.outcome;
}
