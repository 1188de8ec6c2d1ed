import { ROLES, SESSION_SECONDS, authRoutes } from "@postern/contract";
import { describeStepUp } from "../audit/index.ts";
import { change, iso, operation, type Context, type Person } from "../kernel/index.ts";
import type { StepUpDeps } from "./deps.ts";
import { takeForStepUp } from "./limit.ts";
import { proofRequired, stepUpFailed } from "./problem.ts";
import { isProofOld } from "./rules.ts";

const STEP_UP_MS = SESSION_SECONDS.stepUp * 1000;

interface Factors {
  readonly password: string;
  readonly code: string;
}

/**
 * Password and code once more, from the same person. What it leaves is good for one operation on one thing in this
 * session, once and for five minutes. Whatever is wrong has one answer.
 */
export const stepUp = operation({
  action: "session.step-up",
  allow: ROLES,
  input: authRoutes.stepUp.input,
  async run(deps: StepUpDeps, ctx: Context<Person>, { operation: allowed, targetID, ...factors }) {
    const { clinicID, handle, provenAt } = deps.signedIn.session;
    if (isProofOld(provenAt, ctx.clock.now())) throw proofRequired();
    const isSame = await deps.once(async () => {
      await takeForStepUp(ctx, deps.counters);
      return await isSamePerson(deps, factors);
    });
    if (!isSame) throw stepUpFailed();
    const stepUpID = ctx.newID("prf");
    const expiresAt = iso(ctx.clock.now() + STEP_UP_MS);
    const binding = { clinicID, sessionHandle: handle, operation: allowed, targetID };
    return change({
      writes: [describeStepUp({ ...binding, stepUpID, endsAt: expiresAt })],
      facts: { entityID: handle, documentID: targetID, code: allowed },
      afterwards: () => ({ stepUpID, expiresAt }),
    });
  },
});

/** False as well when Cognito is content with the password alone, or asks for anything but the code. */
async function isSamePerson({ signedIn, provider, address }: StepUpDeps, factors: Factors): Promise<boolean> {
  const { sub } = signedIn.session;
  const name = await provider.usernameOf(sub);
  if (name === null) return false;
  const asked = await provider.begin({ username: name, address, password: factors.password });
  if (asked.kind !== "challenge" || asked.challenge !== "totp") return false;
  const { session, username } = asked;
  const answered = await provider.answerTotp({ username, address, session, code: factors.code });
  return answered.kind === "done" && answered.sub === sub;
}
