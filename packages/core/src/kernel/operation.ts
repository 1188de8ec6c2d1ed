import type * as z from "zod";
import { actorID, type Actor, type ActorOf, type ActorType } from "./actor.ts";
import { iso } from "./clock.ts";
import type { Context } from "./context.ts";
import type { AuditEvent, Facts } from "./event.ts";
import { derivedID, sha256 } from "./id.ts";
import type { Plan, Write } from "./plan.ts";
import { Problem, sessionLocked, unavailable } from "./problem.ts";
import { checkStepUp, useStepUp, type StepUpClaim } from "./step-up.ts";

const ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 800;
const OWN_ID = /^(tsk|doc|que|sub|ses)_[0-9a-z]{26}$/;
/** An unchanged poll of the same session and list writes no second audit row within this time. */
const ONCE_MS = 5 * 60_000;

export interface Specification<Deps, Schema extends z.ZodType, Type extends ActorType, Result> {
  /** Its name in the audit log: `submission.open`. */
  readonly action: string;
  /** Who may call it. */
  readonly allow: readonly Type[];
  readonly input: Schema;
  /** May also run in a session that is locked because it was idle. */
  readonly continues?: boolean;
  /** Where the input names the step-up that each call uses up, and what it is bound to. */
  readonly stepUp?: (input: z.output<Schema>) => StepUpClaim;
  /** Decides and describes; never commits. Must be harmless when its plan is thrown away, for it may be run again. */
  run(deps: Deps, ctx: Context<ActorOf<Type>>, input: z.output<Schema>): Promise<Plan<Result>>;
}

/** An operation, ready to be called from the edge. */
export interface Operation<Deps, Result> {
  readonly action: string;
  readonly allow: readonly ActorType[];
  readonly continues: boolean;
  readonly needsStepUp: boolean;
  /**
   * Allowed → parse → run → one transaction with the audit row → `afterwards`.
   *
   * @param raw the input, not yet checked
   * @throws Problem for everything that the caller may know; a refusal has its own audit row by then
   */
  (deps: Deps, ctx: Context, raw: unknown): Promise<Result>;
}

/**
 * Makes an operation: the only door to a write, so that none exists without an audit name, callers and a schema.
 *
 * @throws TypeError for one that the contract wants a step-up for and that takes none, or the other way round
 */
export function operation<Deps, Schema extends z.ZodType, const Type extends ActorType, Result>(
  specification: Specification<Deps, Schema, Type, Result>,
): Operation<Deps, Result> {
  const { action, allow, continues = false } = specification;
  const needsStepUp = specification.stepUp !== undefined;
  checkStepUp(action, allow, needsStepUp);
  const call = async (deps: Deps, ctx: Context, raw: unknown): Promise<Result> => {
    try {
      if (!isAllowed(ctx, allow)) throw new Problem("forbidden", "forbidden", "You may not do this.");
      if (isLocked(ctx.actor) && !continues) throw sessionLocked();
      const input = parse(specification.input, raw);
      return await settle(specification, deps, ctx, input);
    } catch (error) {
      await recordRefusal(ctx, action, error, raw);
      throw error instanceof Committed ? error.cause : error;
    }
  };
  return Object.assign(call, { action, allow, continues, needsStepUp });
}

async function settle<Deps, Schema extends z.ZodType, Type extends ActorType, Result>(
  specification: Specification<Deps, Schema, Type, Result>,
  deps: Deps,
  ctx: Context<ActorOf<Type>>,
  input: z.output<Schema>,
): Promise<Result> {
  const { action, stepUp } = specification;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const plan = await specification.run(deps, ctx, input);
    const used = stepUp === undefined ? [] : [useStepUp(ctx, action, stepUp(input), plan)];
    if (plan.kind === "settled") return await finish(plan);
    const verdict = await commit(plan, used, action, ctx);
    if (verdict === "done") return await finish(plan);
    // Not when the commit threw: what became of it is then unknown, and it may stand.
    await plan.discard?.();
    if (verdict instanceof Problem) throw verdict;
    await ctx.pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 25 * 2 ** attempt));
  }
  throw new Problem("conflict", "busy", "Others are changing this at the same moment. Try again.", {
    retryAfterSeconds: 1,
  });
}

/** @returns `again` when the world has moved and the operation must look again, or the refusal that a condition names */
async function commit<Result>(
  plan: Extract<Plan<Result>, { kind: "commit" }>,
  used: readonly Write[],
  action: string,
  ctx: Context,
): Promise<"done" | "again" | Problem> {
  const { eventID = plan.once === undefined ? undefined : await pollID(ctx, action, plan.once) } = plan;
  const event = auditEvent(ctx, action, "ok", plan.facts, eventID);
  const writes: Write[] = [...plan.checks, ...plan.writes, ...used, ctx.ledger.audit(event)];
  const result = await ctx.ledger.commit(writes);
  if (result.outcome === "done") return "done";
  if (result.outcome === "conflict") return "again";
  const auditIndex = writes.length - 1;
  for (const index of result.failed) {
    const verdict = index === auditIndex ? "again" : writes[index]?.otherwise();
    if (verdict instanceof Problem) return verdict;
  }
  const isPollAgain = plan.once !== undefined && result.failed.every((index) => index === auditIndex);
  return isPollAgain ? "done" : "again";
}

/** A failure after the commit: what was written stands, and the call may be repeated. */
class Committed extends Error {}

async function finish<Result>(plan: Plan<Result>): Promise<Result> {
  try {
    return await plan.afterwards();
  } catch (error) {
    throw new Committed("the answer could not be given", {
      cause: error instanceof Problem ? error : unavailable(error),
    });
  }
}

/**
 * A refusal is a row of its own, unless there are too many. When it cannot be written, the caller learns no more than
 * that.
 */
async function recordRefusal(ctx: Context, action: string, error: unknown, raw: unknown): Promise<void> {
  if (error instanceof Committed || (error instanceof Problem && error.kind === "unavailable")) return;
  if (error instanceof Problem && (await ctx.countRefusal?.()) === true) return;
  const outcome = error instanceof Problem ? "refused" : "failed";
  const code = error instanceof Problem ? error.code : "internal";
  const audit = ctx.ledger.audit(auditEvent(ctx, action, outcome, { code, entityID: askedFor(raw) }));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if ((await ctx.ledger.commit([audit])).outcome === "done") return;
    await ctx.pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 25 * 2 ** attempt));
  }
  throw unavailable();
}

/** The narrowest id that a call names, so that the log can tell who tried; nothing else of its input. */
function askedFor(raw: unknown): string | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const input = raw as Readonly<Record<string, unknown>>;
  return ["taskID", "documentID", "queueID", "submissionID", "targetID", "handle"]
    .map((name) => input[name])
    .find((value): value is string => typeof value === "string" && OWN_ID.test(value));
}

function auditEvent(
  ctx: Context,
  action: string,
  outcome: AuditEvent["outcome"],
  facts: Facts,
  eventID = ctx.newID("evt"),
): AuditEvent {
  const { actor, request } = ctx;
  return {
    actorID: actorID(actor),
    role: actor.type === "anonymous" ? "none" : actor.type,
    clinicID: actor.clinicID,
    ...facts,
    eventID,
    at: iso(ctx.clock.now()),
    action,
    outcome,
    requestID: request.id,
    ...(request.addressHash === undefined ? {} : { addressHash: request.addressHash }),
  };
}

async function pollID(
  { actor, clock, request }: Context,
  action: string,
  once: string,
): Promise<AuditEvent["eventID"]> {
  const window = Math.floor(clock.now() / ONCE_MS) * ONCE_MS;
  const session = "session" in actor ? actor.session.handle : actorID(actor);
  return derivedID(
    "evt",
    window,
    await sha256([session, request.addressHash, action, once, window].join("\n")),
  );
}

function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))].slice(0, 20);
  throw new Problem("input", "input", "Something in this request is missing or not as it should be.", {
    fields,
  });
}

function isAllowed<Type extends ActorType>(
  ctx: Context,
  allow: readonly Type[],
): ctx is Context<ActorOf<Type>> {
  return (allow as readonly string[]).includes(ctx.actor.type);
}

function isLocked(actor: Actor): boolean {
  return "session" in actor && actor.session.locked;
}
