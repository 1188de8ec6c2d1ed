import type { Attempt, Stage } from "./challenge.ts";
import type { CognitoContext } from "./context.ts";
import { isPassword } from "./password.ts";
import { notAuthorized, passwordResetRequired, wrongCredentials } from "./refusal.ts";

/**
 * Proves a password, and tells what comes next.
 * @throws AwsError `NotAuthorizedException`, `PasswordResetRequiredException`
 */
export function byPassword(attempt: Attempt, password: string, context: CognitoContext) {
  const { pool, user } = attempt;
  pool.lockout.check(user.username);
  if (!isPassword(user.password, password)) {
    pool.lockout.failed(user.username);
    throw wrongCredentials();
  }
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.mustReset === true) throw passwordResetRequired();
  if (user.temporaryUntilMs !== undefined && user.temporaryUntilMs <= context.cloud.clock.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  return afterPassword(attempt, context);
}

/** Where a user goes once the password is proven. */
export function afterPassword(attempt: Attempt, { challenges }: CognitoContext) {
  const { user } = attempt;
  const ask = (ChallengeName: Stage, more: Readonly<Record<string, string>>) => ({
    ChallengeName,
    Session: challenges.issue(attempt, ChallengeName),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...more },
  });
  if (user.temporaryUntilMs !== undefined) {
    const userAttributes = JSON.stringify(user.attributes);
    return ask("NEW_PASSWORD_REQUIRED", { requiredAttributes: "[]", userAttributes });
  }
  if (!user.softwareToken) return ask("MFA_SETUP", { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
  return ask("SOFTWARE_TOKEN_MFA", {});
}

/** The end of a sign-in that has proven all that the pool requires. */
export async function signedIn({ pool, user, clientID }: Attempt) {
  pool.lockout.signedIn(user.username);
  return { AuthenticationResult: await pool.tokens.issue(user, clientID), ChallengeParameters: {} };
}
