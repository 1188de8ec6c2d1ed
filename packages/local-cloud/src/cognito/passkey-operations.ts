import { AwsError } from "../aws/error.ts";
import type { Attempt } from "./challenge.ts";
import type { CognitoContext, Operation } from "./context.ts";
import { holderOf } from "./holder.ts";
import { type Input, onlyMembers, requiredText } from "./parameter.ts";
import { creationOptions, describePasskey, newNonce, REGISTRATION_MS } from "./passkey.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, passwordResetRequired, resourceNotFound } from "./refusal.ts";
import type { User } from "./user.ts";
import { CeremonyFault, type FaultKind } from "./webauthn/fault.ts";
import { type Registered, verifyRegistration } from "./webauthn/registration.ts";

/** Cognito's quota of passkeys a user. */
const MOST_PASSKEYS = 20;

/** A registration that was begun. */
interface Begun {
  readonly challenge: string;
  readonly clientID: string;
  readonly expiresAtMs: number;
}

/**
 * The operations on a signed-in user's own passkeys, unsigned: the access token is the proof. Of a user's registrations
 * only the latest can be completed, once, and a failed attempt uses it up; they live in memory only.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export function passkeyOperations(context: CognitoContext): Record<string, Operation> {
  /** By `sub`. */
  const begun = new Map<string, Begun>();
  const now = () => context.cloud.clock.now();
  const holder = (input: Input, ...members: readonly string[]): Promise<Attempt> => {
    onlyMembers(input, ["AccessToken", ...members]);
    return holderOf(requiredText(input, "AccessToken"), context);
  };
  return {
    async StartWebAuthnRegistration(input) {
      const { pool, user, clientID } = await holder(input);
      const relyingPartyId = requirePasskeys(pool, user);
      const challenge = newNonce();
      begun.set(user.sub, { challenge, clientID, expiresAtMs: now() + REGISTRATION_MS });
      return { CredentialCreationOptions: creationOptions(pool, user, relyingPartyId, challenge) };
    },
    async CompleteWebAuthnRegistration(input) {
      const { pool, user, clientID } = await holder(input, "Credential");
      const relyingPartyId = requirePasskeys(pool, user);
      const registration = begun.get(user.sub);
      begun.delete(user.sub);
      if (!registration || registration.expiresAtMs <= now()) throw challengeNotFound();
      if (registration.clientID !== clientID)
        throw new AwsError("WebAuthnClientMismatchException", "The registration is another client's.");
      const registered = verify(input["Credential"], registration.challenge, relyingPartyId, pool);
      keep({ pool, user }, registered, relyingPartyId, now());
      return {};
    },
    async ListWebAuthnCredentials(input) {
      const { user } = await holder(input);
      return { Credentials: (user.passkeys ?? []).map(describePasskey) };
    },
    async DeleteWebAuthnCredential(input) {
      const { pool, user } = await holder(input, "CredentialId");
      remove({ pool, user }, requiredText(input, "CredentialId"));
      return {};
    },
  };
}

/** @returns the id of the relying party */
function requirePasskeys({ options }: Pool, user: User): string {
  if (options.firstFactors?.includes("WEB_AUTHN") !== true)
    throw new AwsError("WebAuthnNotEnabledException", "Passkeys are not enabled for this user pool.");
  const relyingPartyId = options.webAuthn?.relyingPartyId;
  if (relyingPartyId === undefined)
    throw new AwsError("WebAuthnConfigurationMissingException", "The user pool has no relying party ID.");
  if (user.mustReset === true) throw passwordResetRequired();
  if ((user.passkeys ?? []).length >= MOST_PASSKEYS)
    throw new AwsError("LimitExceededException", "The user has as many passkeys as are allowed.");
  return relyingPartyId;
}

function verify(credential: unknown, challenge: string, relyingPartyId: string, pool: Pool): Registered {
  const needsUserVerification = pool.options.webAuthn?.userVerification === "required";
  try {
    return verifyRegistration(credential, { challenge, relyingPartyId, needsUserVerification });
  } catch (error) {
    if (error instanceof CeremonyFault) throw REFUSALS[error.kind]();
    throw error;
  }
}

const REFUSALS: Readonly<Record<FaultKind, () => AwsError>> = {
  data: invalidCredential,
  challenge: challengeNotFound,
  origin: () => new AwsError("WebAuthnOriginNotAllowedException", "The origin is not the relying party's."),
  relyingParty: () =>
    new AwsError("WebAuthnRelyingPartyMismatchException", "The passkey is another relying party's."),
  unsupported: () => new AwsError("WebAuthnCredentialNotSupportedException", "The passkey is not supported."),
};

function keep(
  { pool, user }: Pick<Attempt, "pool" | "user">,
  registered: Registered,
  relyingPartyId: string,
  createdAtMs: number,
): void {
  // Whoever could register another's credential could take it from him (W3C WebAuthn Level 3 §7.1 step 26).
  if (pool.hasPasskey(registered.id)) throw invalidCredential();
  user.passkeys = [...(user.passkeys ?? []), { ...registered, relyingPartyId, createdAtMs }];
  pool.changed(user);
}

function remove({ pool, user }: Pick<Attempt, "pool" | "user">, credentialID: string): void {
  const left = (user.passkeys ?? []).filter(({ id }) => id !== credentialID);
  if (left.length === (user.passkeys ?? []).length) throw resourceNotFound("The passkey does not exist.");
  user.passkeys = left;
  if (left.length === 0) user.isPasskeyMfaOn = false;
  pool.changed(user);
}

function challengeNotFound(): AwsError {
  return new AwsError("WebAuthnChallengeNotFoundException", "The challenge is not known, or has expired.");
}

function invalidCredential(): AwsError {
  return invalidParameter("Credential data is not valid");
}
