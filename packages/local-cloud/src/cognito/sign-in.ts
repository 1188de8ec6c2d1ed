import { AwsError } from "../aws/error.ts";
import type { Challenge, Stage } from "./challenge.ts";
import { answerChoice, answerPasskey, beginByChoice } from "./choice.ts";
import { adminOperation, type CognitoContext, type Operation } from "./context.ts";
import { type Input, onlyMembers, optionalRecord, requiredRecord, requiredText } from "./parameter.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, invalidSession, resourceNotFound } from "./refusal.ts";
import { afterPassword, byPassword, signedIn } from "./steps.ts";
import { acceptCode } from "./totp.ts";

const CLIENT = ["UserPoolId", "ClientId", "ContextData"];

/**
 * `AdminInitiateAuth` and `AdminRespondToAuthChallenge`: password, then (first time) new password and enrolment, then
 * code; or a passkey.
 */
export function signInOperations(context: CognitoContext): Record<string, Operation> {
  return {
    AdminInitiateAuth: adminOperation(context, "AdminInitiateAuth", (input, pool) => {
      onlyMembers(input, [...CLIENT, "AuthFlow", "AuthParameters"]);
      return begin(input, pool, clientOf(input, pool), context);
    }),
    AdminRespondToAuthChallenge: adminOperation(context, "AdminRespondToAuthChallenge", (input, pool) => {
      onlyMembers(input, [...CLIENT, "ChallengeName", "ChallengeResponses", "Session"]);
      return answer(input, pool, clientOf(input, pool), context);
    }),
  };
}

function clientOf(input: Input, pool: Pool): string {
  const clientID = requiredText(input, "ClientId");
  if (!pool.hasClient(clientID)) throw resourceNotFound(`User pool client ${clientID} does not exist.`);
  const origin = optionalRecord(input, "ContextData");
  if (!origin) return clientID;
  for (const name of ["IpAddress", "ServerName", "ServerPath"]) requiredText(origin, name);
  if (!Array.isArray(origin["HttpHeaders"])) throw invalidParameter("Missing required parameter HttpHeaders");
  return clientID;
}

function begin(input: Input, pool: Pool, clientID: string, context: CognitoContext) {
  const flow = requiredText(input, "AuthFlow");
  const { authFlows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] } = pool.options;
  if (!authFlows.some((allowed) => allowed === `ALLOW_${flow}`))
    throw invalidParameter("Auth flow not enabled for this client");
  const parameters = requiredRecord(input, "AuthParameters");
  const name = requiredText(parameters, "USERNAME");
  const known = pool.find(name);
  if (flow === "USER_AUTH") {
    // Before a password is proven, nobody learns that an account is there and disabled.
    const user = known?.enabled === true ? known : pool.stranger(name);
    return beginByChoice({ pool, user, clientID }, parameters, context);
  }
  onlyMembers(parameters, ["USERNAME", "PASSWORD"]);
  const attempt = { pool, user: known ?? pool.stranger(name), clientID };
  return byPassword(attempt, requiredText(parameters, "PASSWORD"), context);
}

function answer(input: Input, pool: Pool, clientID: string, context: CognitoContext) {
  const name = requiredText(input, "ChallengeName");
  const responses = requiredRecord(input, "ChallengeResponses");
  const username = requiredText(responses, "USERNAME");
  const find = (stage: Stage) => {
    const challenge = context.challenges.find(requiredText(input, "Session"), stage);
    // As AWS says: "You must use the username and not an alias".
    if (challenge.pool !== pool || challenge.user.username !== username) throw invalidSession();
    if (challenge.clientID !== clientID) throw invalidSession();
    pool.lockout.check(challenge.user.username);
    return challenge;
  };
  switch (name) {
    case "SELECT_CHALLENGE":
      return answerChoice(find(name), responses, context);
    case "WEB_AUTHN":
      return answerPasskey(find(name), responses, context);
    case "NEW_PASSWORD_REQUIRED":
      return replacePassword(find(name), requiredText(responses, "NEW_PASSWORD"), context);
    case "MFA_SETUP":
      return finishEnrolment(find("MFA_VERIFIED"), context);
    case "SOFTWARE_TOKEN_MFA":
      return checkCode(find(name), requiredText(responses, "SOFTWARE_TOKEN_MFA_CODE"), context);
    default:
      throw invalidParameter(`Challenge ${name} is not offered by this user pool`);
  }
}

function replacePassword(challenge: Challenge, password: string, context: CognitoContext) {
  const { pool, user } = challenge;
  pool.setPassword(user, password, true);
  context.challenges.close(challenge);
  return afterPassword(challenge, context);
}

function finishEnrolment(challenge: Challenge, { challenges }: CognitoContext) {
  const { pool, user, token } = challenge;
  if (!token) throw invalidSession();
  challenges.close(challenge);
  [user.softwareToken, user.isSoftwareTokenOff] = [token, false];
  pool.changed(user);
  return signedIn(challenge);
}

function checkCode(challenge: Challenge, code: string, { challenges, cloud }: CognitoContext) {
  const { pool, user } = challenge;
  if (!user.softwareToken) throw invalidSession();
  const verdict = acceptCode(user.softwareToken, code, cloud.clock.now());
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
  return signedIn(challenge);
}
