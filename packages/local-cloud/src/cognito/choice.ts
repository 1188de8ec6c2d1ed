import type { Attempt, Challenge } from "./challenge.ts";
import type { CognitoContext } from "./context.ts";
import { type Input, onlyMembers, optionalText, requiredText } from "./parameter.ts";
import { newNonce, requestOptions, usablePasskeys, userHandle } from "./passkey.ts";
import { invalidParameter, invalidSession, notAuthorized } from "./refusal.ts";
import { byPassword, signedIn } from "./steps.ts";
import { verifyAssertion } from "./webauthn/assertion.ts";
import { CeremonyFault } from "./webauthn/fault.ts";

/**
 * Begins the flow `USER_AUTH`: the person's own choice of a first factor. What is preferred and cannot be had is answered
 * by what can, so a name without an account looks like one without passkeys.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
 */
export function beginByChoice(attempt: Attempt, parameters: Input, context: CognitoContext) {
  onlyMembers(parameters, ["USERNAME", "PREFERRED_CHALLENGE", "PASSWORD"]);
  const preferred = optionalText(parameters, "PREFERRED_CHALLENGE");
  if (preferred === "PASSWORD") return byPassword(attempt, requiredText(parameters, "PASSWORD"), context);
  onlyMembers(parameters, ["USERNAME", "PREFERRED_CHALLENGE"]);
  if (preferred !== undefined && preferred !== "WEB_AUTHN") throw notOffered(preferred);
  const { pool, user } = attempt;
  pool.lockout.check(user.username);
  const hasPasskey = usablePasskeys(pool, user).length > 0;
  if (preferred !== undefined && hasPasskey) return askForPasskey(attempt, context);
  return {
    ChallengeName: "SELECT_CHALLENGE",
    Session: context.challenges.issue(attempt, "SELECT_CHALLENGE"),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username },
    AvailableChallenges: ["PASSWORD", ...(hasPasskey ? ["WEB_AUTHN"] : [])],
  };
}

/** Answers `SELECT_CHALLENGE`: a password is given at once, a passkey is asked for by a challenge of its own. */
export function answerChoice(challenge: Challenge, responses: Input, context: CognitoContext) {
  const choice = requiredText(responses, "ANSWER");
  if (choice === "PASSWORD") {
    onlyMembers(responses, ["USERNAME", "ANSWER", "PASSWORD"]);
    const next = byPassword(challenge, requiredText(responses, "PASSWORD"), context);
    context.challenges.close(challenge);
    return next;
  }
  onlyMembers(responses, ["USERNAME", "ANSWER"]);
  const isOffered = choice === "WEB_AUTHN" && usablePasskeys(challenge.pool, challenge.user).length > 0;
  if (!isOffered) throw notOffered(choice);
  context.challenges.close(challenge);
  return askForPasskey(challenge, context);
}

/**
 * Answers `WEB_AUTHN`. A nonce is signed once: whatever the answer is worth, the session is used up.
 * @throws AwsError `NotAuthorizedException`, and the failure counts
 */
export function answerPasskey(challenge: Challenge, responses: Input, { challenges }: CognitoContext) {
  onlyMembers(responses, ["USERNAME", "CREDENTIAL"]);
  const credential = requiredText(responses, "CREDENTIAL");
  challenges.close(challenge);
  const { pool, user, nonce } = challenge;
  const relyingPartyId = pool.options.webAuthn?.relyingPartyId;
  if (nonce === undefined || relyingPartyId === undefined) throw invalidSession();
  const expected = { challenge: nonce, relyingPartyId, needsUserVerification: true };
  const { id, signCount } = verified(challenge, () =>
    verifyAssertion(parse(credential), usablePasskeys(pool, user), {
      ...expected,
      userHandle: userHandle(user),
    }),
  );
  user.passkeys = user.passkeys?.map((passkey) => (passkey.id === id ? { ...passkey, signCount } : passkey));
  pool.save(user);
  return signedIn(challenge);
}

function askForPasskey(attempt: Attempt, { challenges }: CognitoContext) {
  const { pool, user } = attempt;
  const nonce = newNonce();
  const options = requestOptions(pool, usablePasskeys(pool, user), nonce);
  return {
    ChallengeName: "WEB_AUTHN",
    Session: challenges.issue(attempt, "WEB_AUTHN", { nonce }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options),
    },
  };
}

function verified<Value>({ pool, user }: Challenge, verify: () => Value): Value {
  try {
    return verify();
  } catch (error) {
    if (!(error instanceof CeremonyFault)) throw error;
    pool.lockout.failed(user.username);
    throw notAuthorized("The passkey was not accepted.");
  }
}

function parse(credential: string): unknown {
  try {
    return JSON.parse(credential);
  } catch (error) {
    throw new CeremonyFault("data", "The credential is no JSON", { cause: error });
  }
}

function notOffered(choice: string) {
  return invalidParameter(`Challenge ${choice} is not offered by this user pool`);
}
