import { randomBytes } from "node:crypto";
import type { Pool } from "./pool.ts";
import type { User } from "./user.ts";
import type { Known } from "./webauthn/assertion.ts";
import { ALGORITHMS } from "./webauthn/cose-key.ts";

/** A passkey of a user. */
export interface Passkey extends Known {
  readonly relyingPartyId: string;
  readonly attachment?: string | undefined;
  readonly transports: readonly string[];
  readonly createdAtMs: number;
}

/** How long a browser may take to make a passkey, and how long the pool waits for it. */
export const REGISTRATION_MS = 60_000;

/** What a passkey has to sign once: 256 bits, base64url without padding. */
export function newNonce(): string {
  return randomBytes(32).toString("base64url");
}

/** A user's id for passkeys: base64url of the `sub`. */
export function userHandle({ sub }: User): string {
  return Buffer.from(sub).toString("base64url");
}

/**
 * The passkeys that a user may sign in with now. Pools here require two factors, so a passkey is let in only where it
 * counts as two and the user has it switched on; a password that has to be chosen anew comes first.
 */
export function usablePasskeys({ options }: Pool, user: User): readonly Passkey[] {
  const { webAuthn, firstFactors = [] } = options;
  const isEnough = webAuthn?.factorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION";
  if (!isEnough || !firstFactors.includes("WEB_AUTHN") || user.isPasskeyMfaOn !== true) return [];
  if (!user.enabled || user.mustReset === true || user.temporaryUntilMs !== undefined) return [];
  return (user.passkeys ?? []).filter(({ relyingPartyId }) => relyingPartyId === webAuthn.relyingPartyId);
}

/** `PublicKeyCredentialCreationOptionsJSON` (W3C WebAuthn Level 3 §5.1.8), with the choices of Cognito. */
export function creationOptions(pool: Pool, user: User, relyingPartyId: string, challenge: string) {
  const name = user.attributes["email"] ?? user.username;
  return {
    rp: { id: relyingPartyId, name: relyingPartyId },
    user: { id: userHandle(user), name, displayName: name },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: REGISTRATION_MS,
    excludeCredentials: (user.passkeys ?? []).map(descriptor),
    authenticatorSelection: {
      requireResidentKey: true,
      residentKey: "required",
      userVerification: pool.options.webAuthn?.userVerification ?? "preferred",
    },
  };
}

/**
 * `PublicKeyCredentialRequestOptionsJSON` (W3C WebAuthn Level 3 §5.1.9): the person has to be verified, or it would be one
 * factor only.
 */
export function requestOptions(pool: Pool, passkeys: readonly Passkey[], challenge: string) {
  return {
    challenge,
    timeout: pool.options.authSessionSeconds * 1000,
    rpId: pool.options.webAuthn?.relyingPartyId,
    allowCredentials: passkeys.map(descriptor),
    userVerification: "required",
  };
}

/** As `ListWebAuthnCredentials` shows it; times in seconds. */
export function describePasskey({ id, relyingPartyId, attachment, transports, createdAtMs }: Passkey) {
  return {
    CredentialId: id,
    FriendlyCredentialName: "Passkey",
    RelyingPartyId: relyingPartyId,
    ...(attachment !== undefined && { AuthenticatorAttachment: attachment }),
    AuthenticatorTransports: transports,
    CreatedAt: createdAtMs / 1000,
  };
}

function descriptor({ id, transports }: Passkey) {
  return { type: "public-key", id, transports };
}
