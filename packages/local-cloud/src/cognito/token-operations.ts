import { AwsError } from "../aws/error.ts";
import type { Challenge } from "./challenge.ts";
import { type CognitoContext, type Operation, poolOfClient } from "./context.ts";
import { setFactors } from "./factors.ts";
import { holderOf } from "./holder.ts";
import { type Input, optionalText, requiredText } from "./parameter.ts";
import { invalidParameter, invalidSession } from "./refusal.ts";
import { acceptCode, newSoftwareToken, type SoftwareToken } from "./totp.ts";
import { describeFactors, listAttributes } from "./user.ts";

/** The operations that AWS leaves unsigned: the `Session` or token in the request is the proof. */
export function tokenOperations(context: CognitoContext): Record<string, Operation> {
  return {
    AssociateSoftwareToken: (input) => associate(input, context),
    VerifySoftwareToken: (input) => verify(input, context),
    GetUser: async (input) => {
      const { user } = await holderOf(requiredText(input, "AccessToken"), context);
      return { Username: user.username, UserAttributes: listAttributes(user), ...describeFactors(user) };
    },
    SetUserMFAPreference: async (input) => {
      const { pool, user } = await holderOf(requiredText(input, "AccessToken"), context);
      setFactors(input, ["AccessToken"], pool, user);
      return {};
    },
    RevokeToken: (input) => {
      const token = requiredText(input, "Token");
      const clientID = requiredText(input, "ClientId");
      poolOfClient(clientID, context).tokens.revoke(token, clientID);
      return {};
    },
  };
}

async function associate(input: Input, context: CognitoContext) {
  const proof = readProof(input);
  const token = newSoftwareToken();
  if (proof.accessToken !== undefined) {
    const { pool, user } = await holderOf(proof.accessToken, context);
    user.pendingToken = token;
    pool.save(user);
    return { SecretCode: token.secret };
  }
  const challenge = context.challenges.find(proof.session, "MFA_SETUP");
  context.challenges.close(challenge);
  const Session = context.challenges.issue(challenge, "MFA_SETUP", { token });
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
  return { Status: "SUCCESS", Session: context.challenges.issue(challenge, "MFA_VERIFIED", { token }) };
}

async function verifyForHolder(accessToken: string, code: string, context: CognitoContext) {
  const { pool, user } = await holderOf(accessToken, context);
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
