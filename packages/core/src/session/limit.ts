import type { Context } from "../kernel/index.ts";
import { unavailable } from "../kernel/index.ts";
import { tooManyTries } from "./problem.ts";
import { takeOne, type Counter } from "./store.ts";

const ATTEMPTS = 8;

/** Steps of sign-ins from one address in a minute. */
const PER_ADDRESS = { scope: "address", windowSeconds: 60, most: 30 } as const;
/** Steps of sign-ins with one e-mail address in five minutes. */
const PER_EMAIL = { scope: "email", windowSeconds: 300, most: 20 } as const;

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
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { outcome } = await ctx.ledger.commit([takeOne(counter, start)]);
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
