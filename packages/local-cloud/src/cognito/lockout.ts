import type { Clock } from "../aws/principal.ts";
import type { Shelf } from "../state/state.ts";
import { notAuthorized } from "./refusal.ts";

const FREE_FAILURES = 5;
const LONGEST_LOCK_MS = 15 * 60_000;

/** Failures of one name since its last sign-in. */
export interface Failures {
  readonly failures: number;
  readonly lockedUntilMs: number;
}

/**
 * Counts failed passwords and codes by user name and locks after the fifth: 1 s, doubling up to 15 minutes, as
 * Cognito's lockout policy does. Only a whole sign-in resets the count; otherwise whoever knows the password could guess
 * codes for ever. Names without an account are counted too, so that a lock doesn't tell that an account exists.
 */
export class Lockout {
  readonly #clock: Clock;
  readonly #shelf: Shelf<Failures>;
  readonly #records: Map<string, Failures>;

  constructor(clock: Clock, shelf: Shelf<Failures>) {
    this.#clock = clock;
    this.#shelf = shelf;
    this.#records = new Map(shelf.found);
  }

  /** @throws AwsError `NotAuthorizedException` while the name is locked; such an attempt is not counted. */
  check(username: string): void {
    const record = this.#records.get(username);
    if (record && this.#clock.now() < record.lockedUntilMs) throw notAuthorized("Password attempts exceeded");
  }

  failed(username: string): void {
    const failures = (this.#records.get(username)?.failures ?? 0) + 1;
    const lockMs = Math.min(1000 * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_MS);
    const lockedUntilMs = failures < FREE_FAILURES ? 0 : this.#clock.now() + lockMs;
    this.#shelf.put(username, { failures, lockedUntilMs });
    this.#records.set(username, { failures, lockedUntilMs });
  }

  signedIn(username: string): void {
    if (this.#records.delete(username)) this.#shelf.delete(username);
  }
}
