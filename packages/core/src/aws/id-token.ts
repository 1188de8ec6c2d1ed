import { CognitoJwtVerifier } from "aws-jwt-verify";
import { JwksNotAvailableInCacheError, KidNotFoundInJwksError } from "aws-jwt-verify/error";
import { unavailable } from "../kernel/index.ts";

const TIMEOUT_MS = 5000;

/** Reads the one thing that we want of an ID token. */
export interface IDTokens {
  /** @returns the user's `sub`. @throws Problem `unavailable` for a token that does not verify, or keys that do not come */
  subjectOf(token: string): Promise<string>;
}

interface Settings {
  readonly userPoolID: string;
  readonly clientID: string;
  /** Where the pool's signing keys are; the pool's own address when it is left out. */
  readonly jwksURL?: string | undefined;
}

/** Verifies ID tokens of one pool and client: signature, `iss`, `aud`, `token_use` and `exp` (OpenID Connect Core §3.1.3.7). */
export function createIDTokens({ userPoolID, clientID, jwksURL }: Settings): IDTokens {
  const verifier = CognitoJwtVerifier.create({ userPoolId: userPoolID, tokenUse: "id", clientId: clientID });
  const region = userPoolID.slice(0, userPoolID.indexOf("_"));
  const standard = `https://cognito-idp.${region}.amazonaws.com/${userPoolID}/.well-known/jwks.json`;
  const fetchKeys = async () => {
    const answer = await fetch(jwksURL ?? standard, {
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new TypeError(`key set: ${answer.status}`);
    verifier.cacheJwks((await answer.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  };
  return {
    async subjectOf(token) {
      try {
        return verifier.verifySync(token).sub;
      } catch (error) {
        if (!areKeysOld(error)) throw unavailable(error);
      }
      try {
        await fetchKeys();
        return verifier.verifySync(token).sub;
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

/** Keys were never fetched, or the pool has changed them since. */
function areKeysOld(error: unknown): boolean {
  return error instanceof JwksNotAvailableInCacheError || error instanceof KidNotFoundInJwksError;
}
