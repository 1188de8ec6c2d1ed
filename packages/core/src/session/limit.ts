import type { Context, Ledger, Person, Write } from "../kernel/index.ts";
import { unavailable } from "../kernel/index.ts";
import { tooManyTries } from "./problem.ts";
import { takeOne, type Counter } from "./store.ts";

const ATTEMPTS = 8;

/** Steps of sign-ins from one address in a minute. */
const PER_ADDRESS = { scope: "address", windowSeconds: 60, most: 30 } as const;
/** Steps of sign-ins with one e-mail address in five minutes. */
const PER_EMAIL = { scope: "email", windowSeconds: 300, most: 20 } as const;

/** Step-ups of one person in five minutes. */
const PER_STEP_UP = { scope: "step-up", windowSeconds: 300, most: 10 } as const;

/** Calls of one person in a minute: an upload of many small files makes some ten a second, for a short time. */
export const PER_PERSON = { scope: "person", windowSeconds: 60, most: 1200 } as const;

/** Beginning of the window that a moment lies in, in seconds since the epoch. */
export function windowStart(nowMs: number, windowSeconds: number): number {
  return Math.floor(nowMs / 1000 / windowSeconds) * windowSeconds;
}

/**
 * Takes one of what a window of time allows.
 *
 * @returns false when nothing is left
 * @throws Problem `unavailable` when it cannot be counted: what is not counted is not allowed
 */
export async function take(ctx: Context, counter: Counter): Promise<boolean> {
  const start = windowStart(ctx.clock.now(), counter.windowSeconds);
  return await insist(ctx, takeOne(counter, start));
}

/**
 * Writes one row, again and again while others are busy with it.
 *
 * @returns false when its condition fails
 * @throws Problem `unavailable` when it cannot be written
 */
export async function insist(ctx: Context, write: Write): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { outcome } = await ctx.ledger.commit([write]);
    if (outcome !== "conflict") return outcome === "done";
    await ctx.pause(Math.random() * 25 * 2 ** attempt);
  }
  throw unavailable();
}

/** @returns false when this address has made too many steps of sign-ins */
export function takeForAddress(ctx: Context): Promise<boolean> {
  return take(ctx, { ...PER_ADDRESS, hash: ctx.request.addressHash ?? "unknown" });
}

/** @throws Problem `limit` (`too-many-tries`) */
export async function takeForEmail(ctx: Context, hash: string): Promise<void> {
  if (!(await take(ctx, { ...PER_EMAIL, hash }))) throw tooManyTries();
}

/**
 * @param counters has the right to count, which no tenant role has
 * @throws Problem `limit` (`too-many-tries`); `unavailable` when it cannot be counted
 */
export async function takeForStepUp(ctx: Context<Person>, counters: Ledger): Promise<void> {
  const hash = ctx.actor.personID;
  if (!(await take({ ...ctx, ledger: counters }, { ...PER_STEP_UP, hash }))) throw tooManyTries();
}
