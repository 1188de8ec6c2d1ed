import { decodeJwt } from "jose";
import type { Attempt } from "./challenge.ts";
import type { CognitoContext } from "./context.ts";
import { notAuthorized } from "./refusal.ts";

/**
 * Whose access token it is, in the pool that issued it, and to which client. Each of our tokens has the scope
 * `aws.cognito.signin.user.admin`, which all that is done with a token needs.
 * @throws AwsError `NotAuthorizedException`
 */
export async function holderOf(accessToken: string, { pools }: CognitoContext): Promise<Attempt> {
  const issuer = claimedIssuer(accessToken);
  const pool = pools.find(({ tokens }) => tokens.issuer === issuer);
  if (!pool) throw notAuthorized("Invalid Access Token");
  const { sub, clientID } = await pool.tokens.verifyAccess(accessToken);
  const user = pool.findBySub(sub);
  if (!user) throw notAuthorized("Invalid Access Token");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { pool, user, clientID };
}

/** Only picks the pool whose key then verifies the token. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
