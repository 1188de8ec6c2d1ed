import { authRoutes, type SessionView } from "@postern/contract";
import { DeviceKeyError, checkDeviceKey } from "../device/index.ts";
import { findMembership, findPointers, type Membership } from "../identity/index.ts";
import type { ActorOf, Context, Facts, Plan, Write } from "../kernel/index.ts";
import { change, iso, operation, unavailable } from "../kernel/index.ts";
import type { SignInDeps } from "./deps.ts";
import { takeForEmail } from "./limit.ts";
import { noClinic, refusal, signInExpired, wrongDeviceKey } from "./problem.ts";
import { secondsOf } from "./rules.ts";
import { loadStep, type StepResult } from "./step.ts";
import {
  consumePresession,
  describeSession,
  endSession,
  type Presession,
  type Session,
  type SignInProgress,
} from "./store.ts";
import { drawToken, hashToken } from "./token.ts";
import { browserOf } from "./user-agent.ts";

type Anonymous = Context<ActorOf<"anonymous">>;

/** The code of an authenticator app. It opens the session, for the device whose key comes with it. */
export const totp = operation({
  action: "session.open",
  allow: ["anonymous"],
  input: authRoutes.totp.input,
  async run(deps: SignInDeps, ctx, { code, devicePublicKey }) {
    await refuseWrongKey(devicePublicKey);
    const step = await loadStep(deps, ctx, "totp");
    const sub = await lastFactor(deps, ctx, step, (attempt) =>
      deps.provider.answerTotp({ ...attempt, code }),
    );
    return await openSession(deps, ctx, { step, sub, devicePublicKey });
  },
});

/** The first code of an authenticator app that was just set up; opens the session, too. */
export const enrolTotp = operation({
  action: "session.enrol",
  allow: ["anonymous"],
  input: authRoutes.enrolTotp.input,
  async run(deps: SignInDeps, ctx, { code, devicePublicKey }) {
    await refuseWrongKey(devicePublicKey);
    const step = await loadStep(deps, ctx, "enrol-totp");
    const sub = await lastFactor(deps, ctx, step, (attempt) =>
      deps.provider.answerEnrolment({ ...attempt, code }),
    );
    return await openSession(deps, ctx, { step, sub, devicePublicKey, isEnrolment: true });
  },
});

/** Before Cognito is asked: a wrong key must not cost the person a code. */
async function refuseWrongKey(devicePublicKey: string): Promise<void> {
  try {
    await checkDeviceKey(devicePublicKey);
  } catch (error) {
    throw error instanceof DeviceKeyError ? wrongDeviceKey() : error;
  }
}

/** @returns the person's `sub`. @throws Problem as `refusal`; `limit` */
async function lastFactor(
  deps: SignInDeps,
  ctx: Anonymous,
  { email, username, cognitoSession: session }: Presession,
  answer: (attempt: { username: string; address: string; session: string }) => Promise<SignInProgress>,
): Promise<string> {
  const progress = await deps.once(async () => {
    await takeForEmail(ctx, await deps.hashEmail(email));
    return await answer({ username, address: deps.address, session });
  });
  if (progress.kind === "refused") throw refusal(progress.reason);
  if (progress.kind !== "done") throw unavailable(new TypeError("the pool asked for a third factor"));
  return progress.sub;
}

interface Opening {
  readonly step: Presession;
  readonly sub: string;
  readonly devicePublicKey: string;
  readonly isEnrolment?: boolean;
}

async function openSession(deps: SignInDeps, ctx: Anonymous, opening: Opening): Promise<Plan<StepResult>> {
  const membership = await activeMembership(deps, opening.sub);
  const { clinicID, personID, role, epoch } = membership;
  const sessionToken = drawToken();
  const [tokenHash, earlierHash] = await Promise.all([hashToken(sessionToken), hashToken(deps.sessionToken)]);
  if (tokenHash === null) throw new TypeError("not a token");
  const now = iso(ctx.clock.now());
  const session: Session = {
    tokenHash,
    handle: ctx.newID("ses"),
    sub: opening.sub,
    clinicID,
    personID,
    role,
    epoch,
    factors: ["password", "totp"],
    devicePublicKey: opening.devicePublicKey,
    ...browserOf(deps.userAgent),
    openedAt: now,
    endsAt: iso(ctx.clock.now() + secondsOf(role).total * 1000),
    seenAt: now,
    provenAt: now,
  };
  const facts = { clinicID, actorID: personID, role, entityID: session.handle };
  return change({
    writes: [
      consumePresession(opening.step, signInExpired),
      describeSession(session),
      // What this browser held before must not outlive it, nor a copy of it.
      ...(earlierHash === null ? [] : [endSession(earlierHash)]),
      ...(opening.isEnrolment === true ? [openedEvent(ctx, facts)] : []),
    ],
    facts,
    afterwards: () => ({ stage: { stage: "done", session: viewOf(session) }, sessionToken }),
  });
}

/** The first of the person's clinics where the membership stands; the pointers alone give no right. */
async function activeMembership(deps: SignInDeps, sub: string): Promise<Membership> {
  for (const { clinicID, personID } of await findPointers(deps.base, sub)) {
    const membership = await findMembership(await deps.readerOf(clinicID), clinicID, personID);
    if (membership?.state === "active") return membership;
  }
  throw noClinic();
}

/** Every session has this event, also one that began with an enrolment. */
function openedEvent(
  ctx: Anonymous,
  facts: Facts & Required<Pick<Facts, "clinicID" | "actorID" | "role">>,
): Write {
  const { id: requestID, addressHash } = ctx.request;
  return ctx.ledger.audit({
    ...facts,
    eventID: ctx.newID("evt"),
    at: iso(ctx.clock.now()),
    action: "session.open",
    outcome: "ok",
    requestID,
    ...(addressHash === undefined ? {} : { addressHash }),
  });
}

/** What a page may know of its session. */
export function viewOf({ handle, clinicID, personID, role, endsAt }: Session): SessionView {
  return { handle, clinicID, personID, role, idleSeconds: secondsOf(role).idle, endsAt };
}
