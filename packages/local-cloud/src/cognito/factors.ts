import { type Input, flag, onlyMembers, optionalRecord } from "./parameter.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusal.ts";
import { isSoftwareTokenOn, type User } from "./user.ts";

const SETTINGS = ["SMSMfaSettings", "EmailMfaSettings", "SoftwareTokenMfaSettings", "WebAuthnMfaSettings"];

/**
 * `AdminSetUserMFAPreference` and `SetUserMFAPreference`. Pools here require a second factor, and there Cognito goes on
 * asking for an authenticator app's codes when the app is switched off: its secret stays, and nothing that an
 * administrator may call takes it away, but to delete the user. Somebody who is signed in can enrol another.
 * @throws AwsError `InvalidParameterException` when a factor is switched on that the user has not proven
 */
export function setFactors(input: Input, names: readonly string[], pool: Pool, user: User): void {
  onlyMembers(input, [...names, ...SETTINGS]);
  for (const other of ["SMSMfaSettings", "EmailMfaSettings"]) {
    if (isOn(input, other) === true) throw invalidParameter(`${other}: this user pool has no such factor`);
  }
  const isTokenOn = isOn(input, "SoftwareTokenMfaSettings") ?? isSoftwareTokenOn(user);
  const isPasskeyOn = isOn(input, "WebAuthnMfaSettings") ?? user.isPasskeyMfaOn ?? false;
  if (isTokenOn && !user.softwareToken)
    throw invalidParameter("User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA");
  if (isPasskeyOn) requirePasskeyMfa(pool, user, isTokenOn);
  user.isSoftwareTokenOff = !isTokenOn;
  user.isPasskeyMfaOn = isPasskeyOn;
  pool.changed(user);
}

function isOn(input: Input, name: string): boolean | undefined {
  const settings = optionalRecord(input, name);
  if (!settings) return undefined;
  onlyMembers(settings, name === "WebAuthnMfaSettings" ? ["Enabled"] : ["Enabled", "PreferredMfa"]);
  return flag(settings, "Enabled");
}

function requirePasskeyMfa({ options }: Pool, user: User, isTokenOn: boolean): void {
  if (options.webAuthn?.factorConfiguration !== "MULTI_FACTOR_WITH_USER_VERIFICATION")
    throw invalidParameter("WebAuthnMfaSettings: passkeys are a single factor in this user pool");
  if ((user.passkeys ?? []).length === 0)
    throw invalidParameter("WebAuthnMfaSettings: the user has no passkey");
  // Who loses the only passkey would be locked out.
  if (!isTokenOn) throw invalidParameter("WebAuthnMfaSettings: the user must have another factor");
}
