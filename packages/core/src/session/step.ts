import { LIMITS, type SignInStage } from "@postern/contract";
import type { Context, Plan, Write } from "../kernel/index.ts";
import { change, unavailable } from "../kernel/index.ts";
import type { SignInDeps } from "./deps.ts";
import { refusal, signInExpired } from "./problem.ts";
import { describePresession, findPresession, type Presession, type SignInProgress } from "./store.ts";
import { drawToken, hashToken } from "./token.ts";

const ISSUER = "Postern";

/** What a step of the sign-in answers, and what its cookies become; a cookie that is not named ends. */
export interface StepResult {
  readonly stage: SignInStage;
  readonly presessionToken?: string;
  readonly sessionToken?: string;
}

/** What Cognito asks for next, with the secret that an authenticator app needs first. */
export type Asked = {
  readonly stage: Presession["stage"];
  readonly username: string;
  readonly cognitoSession: string;
  readonly secret?: string;
};

/**
 * The step that a sign-in is at, by its cookie.
 *
 * @throws Problem `unauthenticated` (`sign-in-expired`) when there is none, it is another one, or time is over
 */
export async function loadStep(
  deps: SignInDeps,
  ctx: Context,
  stage: Presession["stage"],
): Promise<Presession> {
  const tokenHash = await hashToken(deps.presessionToken);
  const presession = tokenHash === null ? null : await findPresession(deps.base, tokenHash);
  if (presession?.stage !== stage || Date.parse(presession.endsAt) <= ctx.clock.now()) throw signInExpired();
  return presession;
}

/**
 * What comes after a password. A second factor always does.
 *
 * @throws Problem as `refusal`; `unavailable` when Cognito wants none
 */
export async function askedNext(deps: SignInDeps, progress: SignInProgress): Promise<Asked> {
  if (progress.kind === "refused") throw refusal(progress.reason);
  if (progress.kind === "done") throw unavailable(new TypeError("the pool asked for no second factor"));
  const { challenge: stage, session, username } = progress;
  if (stage !== "enrol-totp") return { stage, username, cognitoSession: session };
  const associated = await deps.provider.associate(session);
  if (associated.kind === "refused") throw refusal(associated.reason);
  return { stage, username, cognitoSession: associated.session, secret: associated.secret };
}

/** Goes on to the next step, behind another cookie. */
export async function goOn(
  asked: Asked,
  { used, ...kept }: Pick<Presession, "email" | "endsAt" | "givenHash"> & { readonly used: readonly Write[] },
): Promise<Plan<StepResult>> {
  const presessionToken = drawToken();
  const tokenHash = await hashToken(presessionToken);
  if (tokenHash === null) throw new TypeError("not a token");
  const { stage, username, cognitoSession } = asked;
  return change({
    writes: [...used, describePresession({ tokenHash, stage, username, cognitoSession, ...kept })],
    facts: { code: stage },
    afterwards: () => ({ stage: stageView(asked), presessionToken }),
  });
}

function stageView({ stage, secret = "" }: Asked): SignInStage {
  switch (stage) {
    case "new-password":
      return { stage, minimumLength: LIMITS.passwordLength };
    case "enrol-totp":
      return { stage, secret, uri: totpURI(secret) };
    case "totp":
      return { stage };
  }
}

/** What a QR code for authenticator apps holds: their key URI format. It names nobody, for screens are photographed. */
function totpURI(secret: string): string {
  return `otpauth://totp/${ISSUER}:portal?secret=${secret}&issuer=${ISSUER}`;
}
