import { randomBytes } from "node:crypto";
import type { Clock } from "../aws/principal.ts";
import type { Pool } from "./pool.ts";
import { invalidSession, notAuthorized } from "./refusal.ts";
import type { SoftwareToken } from "./totp.ts";
import type { User } from "./user.ts";

/** How far a sign-in has come; `MFA_VERIFIED` is enrolment whose first code was right. */
export type Stage =
  | "SELECT_CHALLENGE"
  | "WEB_AUTHN"
  | "NEW_PASSWORD_REQUIRED"
  | "MFA_SETUP"
  | "MFA_VERIFIED"
  | "SOFTWARE_TOKEN_MFA";

/** Somebody who is signing in. */
export interface Attempt {
  readonly pool: Pool;
  readonly user: User;
  readonly clientID: string;
}

/** What some stages have beside. */
interface Matter {
  /** The secret being enrolled, from `AssociateSoftwareToken` on. */
  readonly token?: SoftwareToken;
  /** What a passkey has to sign: base64url without padding. */
  readonly nonce?: string;
}

/** A sign-in that waits for its next answer. */
export interface Challenge extends Attempt, Matter {
  readonly session: string;
  readonly stage: Stage;
  readonly generation: number;
  readonly expiresAtMs: number;
}

/**
 * The pending challenges. A `Session` is opaque, names one user of one pool's client at one stage, and is
 * gone once it was answered well; a wrong answer leaves it for another try until it expires. They live in memory only:
 * after a restart a person begins again.
 */
export class Challenges {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Challenge>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue({ pool, user, clientID }: Attempt, stage: Stage, matter: Matter = {}): string {
    this.#forgetExpired();
    const session = randomBytes(48).toString("base64url");
    const expiresAtMs = this.#clock.now() + pool.options.authSessionSeconds * 1000;
    const { generation } = user;
    const made = { ...matter, session, pool, user, clientID, stage, generation, expiresAtMs };
    this.#pending.set(session, made);
    return session;
  }

  /**
   * The challenge of a session, still to be answered.
   * @throws AwsError `NotAuthorizedException` when it is unknown, used, expired, at another stage, or when the user was
   * disabled or has since got another password or second factor.
   */
  find(session: string, stage: Stage): Challenge {
    const challenge = this.#pending.get(session);
    if (!challenge || challenge.stage !== stage) throw invalidSession();
    if (challenge.expiresAtMs <= this.#clock.now()) {
      this.#pending.delete(session);
      throw notAuthorized("Invalid session for the user, session is expired.");
    }
    if (!challenge.user.enabled) throw notAuthorized("User is disabled.");
    if (challenge.generation !== challenge.user.generation) throw invalidSession();
    return challenge;
  }

  /** Marks a challenge as answered. Nothing may be awaited between `find` and this, or two answers could both pass. */
  close(challenge: Challenge): void {
    this.#pending.delete(challenge.session);
  }

  /** A day of grace keeps "expired" apart from "unknown" for whoever comes back late. */
  #forgetExpired(): void {
    const limitMs = this.#clock.now() - 86_400_000;
    for (const { session, expiresAtMs } of this.#pending.values()) {
      if (expiresAtMs < limitMs) this.#pending.delete(session);
    }
  }
}
