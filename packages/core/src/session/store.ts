import {
  SessionHandle,
  type Browser,
  type ClinicID,
  type PersonID,
  type Role,
  type System,
} from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Item, Problem, Reader, Write } from "../kernel/index.ts";
import { present, put, remove, update } from "../kernel/index.ts";
import { ChallengeRow, CounterRow, PresessionRow, SessionRow } from "./entities.ts";

export type { IdentityProvider, SignInProgress, SignInRefusal } from "../aws/index.ts";

/** A sign-in between its first factor and its last. */
export interface Presession {
  readonly tokenHash: string;
  readonly stage: "new-password" | "enrol-totp" | "totp";
  readonly email: string;
  /** Cognito's own name for the person, and its own session: both go with the next answer. */
  readonly username: string;
  readonly cognitoSession: string;
  /** Of the password that an invitation gave, while one's own is asked for. */
  readonly givenHash?: string | undefined;
  /** ISO 8601; fixed by the first step. */
  readonly endsAt: string;
}

/** Who uses the portal, for which clinic, from which device, since when. Times in ISO 8601. */
export interface Session {
  readonly tokenHash: string;
  readonly handle: SessionHandle;
  /** The person's name at Cognito. */
  readonly sub: string;
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
  readonly role: Role;
  readonly factors: readonly string[];
  readonly devicePublicKey: string;
  /** What the browser said it was, when the session was opened. */
  readonly browser: Browser;
  readonly system: System;
  /** The membership's, when the session was opened. */
  readonly epoch: number;
  readonly openedAt: string;
  readonly endsAt: string;
  readonly seenAt: string;
  readonly provenAt: string;
}

/** What a device was asked to open. */
export interface Challenge {
  /** SHA-256 of the nonce, in hex. */
  readonly nonceHash: string;
  /** ISO 8601. */
  readonly challengedAt: string;
}

const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
const presessionKey = (tokenHash: string) => ({ pk: keys.presession(tokenHash), sk: "presession" });
const sessionKey = (tokenHash: string) => ({ pk: keys.session(tokenHash), sk: "session" });
const challengeKey = (tokenHash: string, nonceHash: string) => ({
  pk: keys.session(tokenHash),
  sk: nonceHash,
});
const asRow = <Row>(data: unknown, tokenHash: string): Row => ({ ...(data as object), tokenHash }) as Row;
const copy = (item: Item) => ({ Item: { ...item } });

export async function findPresession(reader: Reader, tokenHash: string): Promise<Presession | null> {
  const item = await reader.get(PresessionRow.get(presessionKey(tokenHash)).params());
  return item === undefined ? null : asRow<Presession>(PresessionRow.parse(copy(item)).data, tokenHash);
}

export function describePresession({ tokenHash, ...row }: Presession): Write {
  const expiresAtSeconds = seconds(row.endsAt);
  return put(
    PresessionRow.create({ ...present(row), ...presessionKey(tokenHash), expiresAtSeconds }).params(),
  );
}

/** Uses a step up: of two answers to the same one, one is refused. */
export function consumePresession({ tokenHash }: Presession, otherwise: () => Problem): Write {
  return remove(PresessionRow.remove(presessionKey(tokenHash)).params(), otherwise);
}

export async function findSession(reader: Reader, tokenHash: string): Promise<Session | null> {
  const item = await reader.get(SessionRow.get(sessionKey(tokenHash)).params());
  if (item === undefined) return null;
  // A row that was written before these were known has none.
  const untold = { browser: "other", system: "other" };
  return asRow<Session>({ ...untold, ...(SessionRow.parse(copy(item)).data as object) }, tokenHash);
}

/** A session as its index knows it. */
export interface SessionPointer {
  readonly tokenHash: string;
  readonly handle: SessionHandle;
}

/**
 * Sessions of a user, newest first. The index may be a little old: whether one stands, its row tells.
 *
 * @param since only those that were opened from then on, in ISO 8601
 */
export async function findSessionsOfUser(
  reader: Reader,
  sub: string,
  since: string,
): Promise<readonly SessionPointer[]> {
  const slice = SessionRow.query.byUser({ gsi1pk: keys.sessionsOfUser(sub) }).gte({ gsi1sk: since });
  const { items } = await reader.query({ ...slice.params(), ScanIndexForward: false });
  return items.map((item) => ({
    tokenHash: String(item["pk"]).split("#")[1] ?? "",
    handle: SessionHandle.parse(String(item["gsi1sk"]).split("#")[1]),
  }));
}

export function describeSession({ tokenHash, ...row }: Session): Write {
  const index = { gsi1pk: keys.sessionsOfUser(row.sub), gsi1sk: keys.at(row.openedAt, row.handle) };
  const key = { ...sessionKey(tokenHash), expiresAtSeconds: seconds(row.endsAt) };
  return put(SessionRow.create({ ...row, factors: [...row.factors], ...index, ...key }).params());
}

/** Ends a session, whether it is there or not. */
export function endSession(tokenHash: string): Write {
  return remove(SessionRow.delete(sessionKey(tokenHash)).params());
}

/** Notes activity, unless the session has ended. */
export function noteSeen({ tokenHash }: Session, seenAt: string, otherwise: () => Problem): Write {
  return update(SessionRow.patch(sessionKey(tokenHash)).set({ seenAt }).params(), otherwise);
}

/**
 * Keeps a challenge beside its session, in a row of its own: a page, its worker and other tabs each have theirs at the
 * same time, and none takes another's away.
 */
export function describeChallenge({ tokenHash }: Session, challenge: Challenge, endsAt: string): Write {
  const { nonceHash, challengedAt } = challenge;
  const row = { ...challengeKey(tokenHash, nonceHash), challengedAt, expiresAtSeconds: seconds(endsAt) };
  return put(ChallengeRow.create(row).params());
}

/** Uses a challenge of this session up: of two answers to the same one, one is refused, and so is a late one. */
export function consumeChallenge(
  { tokenHash }: Session,
  nonceHash: string,
  notBefore: string,
  otherwise: () => Problem,
): Write {
  const described = ChallengeRow.delete(challengeKey(tokenHash, nonceHash)).where((row, { gte }) =>
    gte(row.challengedAt, notBefore),
  );
  return remove(described.params(), otherwise);
}

/** Notes a proof, unless the session has ended. */
export function noteProof({ tokenHash }: Session, provenAt: string, otherwise: () => Problem): Write {
  return update(SessionRow.patch(sessionKey(tokenHash)).set({ provenAt }).params(), otherwise);
}

/** Something that may happen so often in a window of time. */
export interface Counter {
  readonly scope: "address" | "email" | "person" | "refused" | "step-up" | "stranger";
  /** Salted hash of an address or an e-mail address; a person's id; a session's handle. */
  readonly hash: string;
  readonly windowSeconds: number;
  readonly most: number;
}

/** Takes one of a window; its condition fails when none is left. */
export function takeOne({ scope, hash, windowSeconds, most }: Counter, startSeconds: number): Write {
  const described = CounterRow.update({ pk: keys.limit(scope, hash, String(startSeconds)), sk: "count" })
    .set({ expiresAtSeconds: startSeconds + windowSeconds + 3600 })
    .add({ taken: 1 })
    .where((row, { notExists, lt }) => `${notExists(row.taken)} OR ${lt(row.taken, most)}`);
  return update(described.params());
}
