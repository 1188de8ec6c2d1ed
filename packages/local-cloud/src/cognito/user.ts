import type { Passkey } from "./passkey.ts";
import type { PasswordHash } from "./password.ts";
import type { ResetCode } from "./recovery.ts";
import type { SoftwareToken } from "./totp.ts";

/** One person in a user pool. */
export interface User {
  /** The same as `sub`, as in every pool that knows people by e-mail address. */
  readonly username: string;
  /** Random UUID; the person's name in tokens. */
  readonly sub: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  enabled: boolean;
  password: PasswordHash;
  /** When a temporary password stops working; undefined for a password of the person's own. */
  temporaryUntilMs?: number | undefined;
  softwareToken?: SoftwareToken | undefined;
  /** Made for a signed-in person who changes the authenticator app; takes over when its first code is verified. */
  pendingToken?: SoftwareToken | undefined;
  /** The app is not among the user's settings; where a pool requires a second factor, it is asked for all the same. */
  isSoftwareTokenOff?: boolean | undefined;
  passkeys?: readonly Passkey[] | undefined;
  /** Whether a passkey stands for two factors. */
  isPasskeyMfaOn?: boolean | undefined;
  /** An administrator ended the password; it takes a code to choose another. */
  mustReset?: boolean | undefined;
  resetCode?: ResetCode | undefined;
  /** Raised by every change of password, second factor or right to sign in; ends all challenges begun before it. */
  generation: number;
}

function statusOf({ mustReset, temporaryUntilMs }: User) {
  if (mustReset === true) return "RESET_REQUIRED";
  return temporaryUntilMs === undefined ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
}

/** The members that Cognito's descriptions of a user have in common; times in seconds. */
export function describeUser(user: User) {
  return {
    Username: user.username,
    Enabled: user.enabled,
    UserStatus: statusOf(user),
    UserCreateDate: user.createdAtMs / 1000,
    UserLastModifiedDate: user.modifiedAtMs / 1000,
  };
}

/** The user's attributes, `sub` first, as Cognito lists them. */
export function listAttributes(user: User): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));
}

/** Whether the authenticator app is among the user's settings. */
export function isSoftwareTokenOn({ softwareToken, isSoftwareTokenOff }: User): boolean {
  return softwareToken !== undefined && isSoftwareTokenOff !== true;
}

/** Which second factors are among the user's settings, as `AdminGetUser` and `GetUser` tell. */
export function describeFactors(user: User): { UserMFASettingList?: string[]; PreferredMfaSetting?: string } {
  if (!isSoftwareTokenOn(user)) return {};
  return { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" };
}
