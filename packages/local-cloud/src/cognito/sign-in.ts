import { AwsError } from "../aws/error.ts";
import { type Challenge, type Challenges, type Stage } from "./challenge.ts";
import { adminOperation, type CognitoContext, type Operation } from "./context.ts";
import { type Input, optionalRecord, requiredRecord, requiredText } from "./parameter.ts";
import { isPassword } from "./password.ts";
import type { Pool } from "./pool.ts";
import {
  invalidParameter,
  invalidSession,
  notAuthorized,
  resourceNotFound,
  wrongCredentials,
} from "./refusal.ts";
import { acceptCode } from "./totp.ts";
import type { User } from "./user.ts";

/** `AdminInitiateAuth` and `AdminRespondToAuthChallenge`: password, then (first time) new password and enrolment, then code. */
export function signInOperations(context: CognitoContext): Record<string, Operation> {
  const { cloud, challenges } = context;
  const now = () => cloud.clock.now();
  return {
    AdminInitiateAuth: adminOperation(context, "AdminInitiateAuth", (input, pool) => {
      checkClient(input, pool);
      return begin(input, pool, challenges, now());
    }),
    AdminRespondToAuthChallenge: adminOperation(context, "AdminRespondToAuthChallenge", (input, pool) => {
      checkClient(input, pool);
      return answer(input, pool, challenges, now());
    }),
  };
}

function checkClient(input: Input, pool: Pool): void {
  const clientID = requiredText(input, "ClientId");
  if (clientID !== pool.options.clientID) {
    throw resourceNotFound(`User pool client ${clientID} does not exist.`);
  }
  const origin = optionalRecord(input, "ContextData");
  if (!origin) return;
  for (const name of ["IpAddress", "ServerName", "ServerPath"]) requiredText(origin, name);
  if (!Array.isArray(origin["HttpHeaders"])) throw invalidParameter("Missing required parameter HttpHeaders");
}

function begin(input: Input, pool: Pool, challenges: Challenges, nowMs: number) {
  if (requiredText(input, "AuthFlow") !== "ADMIN_USER_PASSWORD_AUTH") {
    throw invalidParameter("Auth flow not enabled for this client");
  }
  const parameters = requiredRecord(input, "AuthParameters");
  const name = requiredText(parameters, "USERNAME").toLowerCase();
  const password = requiredText(parameters, "PASSWORD");
  const user = pool.find(name);
  const counted = user?.username ?? name;
  pool.lockout.check(counted);
  if (!isPassword(user?.password, password) || !user) {
    pool.lockout.failed(counted);
    throw wrongCredentials();
  }
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.mustReset === true)
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  if (user.temporaryUntilMs !== undefined && user.temporaryUntilMs <= nowMs) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  return nextChallenge(pool, user, challenges);
}

/** Where a user goes once the password is proven. */
function nextChallenge(pool: Pool, user: User, challenges: Challenges) {
  const ask = (ChallengeName: Stage, more: Readonly<Record<string, string>>) => ({
    ChallengeName,
    Session: challenges.issue(pool, user, ChallengeName),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...more },
  });
  if (user.temporaryUntilMs !== undefined) {
    const userAttributes = JSON.stringify(user.attributes);
    return ask("NEW_PASSWORD_REQUIRED", { requiredAttributes: "[]", userAttributes });
  }
  if (!user.softwareToken) return ask("MFA_SETUP", { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
  return ask("SOFTWARE_TOKEN_MFA", {});
}

function answer(input: Input, pool: Pool, challenges: Challenges, nowMs: number) {
  const name = requiredText(input, "ChallengeName");
  const responses = requiredRecord(input, "ChallengeResponses");
  const username = requiredText(responses, "USERNAME");
  const find = (stage: Stage) => {
    const challenge = challenges.find(requiredText(input, "Session"), stage);
    // As AWS says: "You must use the username and not an alias".
    if (challenge.pool !== pool || challenge.user.username !== username) throw invalidSession();
    pool.lockout.check(challenge.user.username);
    return challenge;
  };
  switch (name) {
    case "NEW_PASSWORD_REQUIRED":
      return replacePassword(find(name), requiredText(responses, "NEW_PASSWORD"), challenges);
    case "MFA_SETUP":
      return finishEnrolment(find("MFA_VERIFIED"), challenges);
    case "SOFTWARE_TOKEN_MFA":
      return checkCode(find(name), requiredText(responses, "SOFTWARE_TOKEN_MFA_CODE"), challenges, nowMs);
    default:
      throw invalidParameter(`Challenge ${name} is not offered by this user pool`);
  }
}

function replacePassword(challenge: Challenge, password: string, challenges: Challenges) {
  const { pool, user } = challenge;
  pool.setPassword(user, password, true);
  challenges.close(challenge);
  return nextChallenge(pool, user, challenges);
}

function finishEnrolment(challenge: Challenge, challenges: Challenges) {
  const { pool, user, token } = challenge;
  if (!token) throw invalidSession();
  challenges.close(challenge);
  user.softwareToken = token;
  pool.changed(user);
  return signedIn(pool, user);
}

function checkCode(challenge: Challenge, code: string, challenges: Challenges, nowMs: number) {
  const { pool, user } = challenge;
  if (!user.softwareToken) throw invalidSession();
  const verdict = acceptCode(user.softwareToken, code, nowMs);
  if (verdict === "used") {
    throw new AwsError("ExpiredCodeException", "Your software token has already been used once.");
  }
  if (verdict === "wrong") {
    pool.lockout.failed(user.username);
    throw new AwsError("CodeMismatchException", "Invalid code received for user");
  }
  // The code is used up.
  pool.save(user);
  challenges.close(challenge);
  return signedIn(pool, user);
}

async function signedIn(pool: Pool, user: User) {
  pool.lockout.signedIn(user.username);
  return { AuthenticationResult: await pool.tokens.issue(user), ChallengeParameters: {} };
}
