import type { ClinicID } from "@postern/contract";
import type { Clock, Ledger, Reader } from "../kernel/index.ts";
import type { SignedIn } from "./authenticate.ts";
import type { IdentityProvider } from "./store.ts";

/** What it takes to tell whose a session is. */
export interface SessionGround {
  /** `session` and `directory`, under the function's own role. */
  readonly base: Reader;
  /** Memberships of one clinic, under the function's tenant role: they give the right, not the pointers. */
  readonly readerOf: (clinicID: ClinicID) => Promise<Reader>;
  readonly clock: Clock;
}

/** What one request of a sign-in needs. */
export interface SignInDeps extends SessionGround {
  readonly provider: IdentityProvider;
  /** Values of the cookies that came along. */
  readonly presessionToken: string | undefined;
  readonly sessionToken: string | undefined;
  /** The client's, for Cognito's risk log. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly userAgent: string | undefined;
  /** Salts an e-mail address. */
  readonly hashEmail: (email: string) => Promise<string>;
  /** Salts a password that was given to someone, so that it can be told from the one they choose. */
  readonly hashPassword: (password: string) => Promise<string>;
  /**
   * Calls the first time and repeats the answer after that, for the life of the request: Cognito's challenges are good
   * once, and an operation may be run again.
   */
  readonly once: <Result>(call: () => Promise<Result>) => Promise<Result>;
}

/** What an operation of someone who is signed in needs. */
export interface SessionDeps {
  readonly signedIn: SignedIn;
  /** `session`, under the function's own role. */
  readonly base: Reader;
}

/** What a fresh authentication of someone who is signed in needs. */
export interface StepUpDeps extends SessionDeps, Pick<SignInDeps, "provider" | "address" | "once"> {
  /** Has the right to count, which no tenant role has. */
  readonly counters: Ledger;
}
