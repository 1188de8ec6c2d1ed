import { decodeJwt } from "jose";
import { AwsError } from "../aws/error.ts";
import type { Challenge } from "./challenge.ts";
import type { CognitoContext, Operation } from "./context.ts";
import { type Input, optionalText, requiredText } from "./parameter.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, invalidSession, notAuthorized, resourceNotFound } from "./refusal.ts";
import { acceptCode, newSoftwareToken, type SoftwareToken } from "./totp.ts";
import { describeFactors, listAttributes, type User } from "./user.ts";

/** The operations that AWS leaves unsigned: the `Session` or token in the request is the proof. */
export function tokenOperations(context: CognitoContext): Record<string, Operation> {
  return {
    AssociateSoftwareToken: (input) => associate(input, context),
    VerifySoftwareToken: (input) => verify(input, context),
    GetUser: async (input) => {
      const { user } = await holder(requiredText(input, "AccessToken"), context);
      return { Username: user.username, UserAttributes: listAttributes(user), ...describeFactors(user) };
    },
    RevokeToken: (input) => {
      const token = requiredText(input, "Token");
      const clientID = requiredText(input, "ClientId");
      const pool = context.pools.find(({ options }) => options.clientID === clientID);
      if (!pool) throw resourceNotFound(`User pool client ${clientID} does not exist.`);
      pool.tokens.revoke(token);
      return {};
    },
  };
}

async function associate(input: Input, context: CognitoContext) {
  const proof = readProof(input);
  const token = newSoftwareToken();
  if (proof.accessToken !== undefined) {
    const { pool, user } = await holder(proof.accessToken, context);
    user.pendingToken = token;
    pool.save(user);
    return { SecretCode: token.secret };
  }
  const challenge = context.challenges.find(proof.session, "MFA_SETUP");
  context.challenges.close(challenge);
  const Session = context.challenges.issue(challenge.pool, challenge.user, "MFA_SETUP", token);
  return { SecretCode: token.secret, Session };
}

async function verify(input: Input, context: CognitoContext) {
  const proof = readProof(input);
  const code = requiredText(input, "UserCode");
  if (proof.accessToken !== undefined) return verifyForHolder(proof.accessToken, code, context);
  const challenge = context.challenges.find(proof.session, "MFA_SETUP");
  const { pool, user, token } = challenge;
  if (!token) throw invalidSession();
  checkFirstCode({ pool, user }, token, code, context);
  context.challenges.close(challenge);
  return { Status: "SUCCESS", Session: context.challenges.issue(pool, user, "MFA_VERIFIED", token) };
}

async function verifyForHolder(accessToken: string, code: string, context: CognitoContext) {
  const { pool, user } = await holder(accessToken, context);
  if (!user.pendingToken) throw invalidParameter("No software token is being associated");
  checkFirstCode({ pool, user }, user.pendingToken, code, context);
  user.softwareToken = user.pendingToken;
  user.pendingToken = undefined;
  pool.changed(user);
  return { Status: "SUCCESS" };
}

function checkFirstCode(
  { pool, user }: Pick<Challenge, "pool" | "user">,
  token: SoftwareToken,
  code: string,
  { cloud }: CognitoContext,
): void {
  pool.lockout.check(user.username);
  if (acceptCode(token, code, cloud.clock.now()) === "good") return;
  pool.lockout.failed(user.username);
  const message = "Code mismatch and fail enable Software Token MFA";
  throw new AwsError("EnableSoftwareTokenMFAException", message);
}

type Proof = { accessToken: string } | { accessToken?: undefined; session: string };

function readProof(input: Input): Proof {
  const accessToken = optionalText(input, "AccessToken");
  const session = optionalText(input, "Session");
  if (accessToken !== undefined && session === undefined) return { accessToken };
  if (session !== undefined && accessToken === undefined) return { session };
  throw invalidParameter("Exactly one of AccessToken and Session is required");
}

/** Whose access token it is, in the pool that issued it. */
async function holder(accessToken: string, { pools }: CognitoContext): Promise<{ pool: Pool; user: User }> {
  const issuer = claimedIssuer(accessToken);
  const pool = pools.find(({ tokens }) => tokens.issuer === issuer);
  if (!pool) throw notAuthorized("Invalid Access Token");
  const user = pool.findBySub(await pool.tokens.verifyAccess(accessToken));
  if (!user) throw notAuthorized("Invalid Access Token");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { pool, user };
}

/** Only picks the pool whose key then verifies the token. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
