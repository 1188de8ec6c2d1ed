import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceCommandInput,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebAuthnOptions } from "../options.ts";
import { openState } from "../state/state.ts";
import {
  credentialOf,
  type PasskeyPortal,
  passkeyPool,
  requestOf,
  startPasskeyPortal,
} from "./passkeys.fixture.ts";
import { chosen, temporary } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let passkeys: PasskeyPortal;
let path: string;
const pat = "pat@example.org";
const refused = { name: "InvalidParameterException" };
const off = { Enabled: false, PreferredMfa: false };

beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), "passkeys-"));
  passkeys = await startPasskeyPortal();
});
afterEach(async () => {
  await passkeys.portal.close();
  rmSync(path, { recursive: true });
});

type Settings = Omit<SetUserMFAPreferenceCommandInput, "AccessToken">;
const who = () => ({ UserPoolId: passkeys.portal.poolID, Username: pat });
const set = (settings: Settings) =>
  passkeys.portal.auth.send(new AdminSetUserMFAPreferenceCommand({ ...who(), ...settings }));
const setOwn = (tokens: AuthenticationResultType | undefined, settings: Settings) =>
  passkeys.portal.stranger.send(
    new SetUserMFAPreferenceCommand({ AccessToken: tokens?.AccessToken, ...settings }),
  );
const settingsOf = async () =>
  (await passkeys.portal.auth.send(new AdminGetUserCommand(who()))).UserMFASettingList;

async function newcomer() {
  await passkeys.steps.create(pat);
  return passkeys.steps.firstSignIn(pat);
}

describe("a lost authenticator app", () => {
  it("is asked for all the same when an administrator switches it off: its secret stays", async () => {
    const { secret } = await newcomer();
    await set({ SoftwareTokenMfaSettings: off });
    expect(await settingsOf()).toBeUndefined();
    passkeys.portal.advance(60);
    const begun = await passkeys.steps.begin(pat, chosen);
    expect(begun.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const code = totpCode(secret, passkeys.portal.now());
    expect((await passkeys.steps.giveCode(begun.Session, pat, code)).AuthenticationResult).toBeDefined();
    await set({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect(await settingsOf()).toEqual(["SOFTWARE_TOKEN_MFA"]);
  });

  it("is among the settings once it is enrolled, whatever was set before", async () => {
    await passkeys.steps.create(pat);
    await set({ SoftwareTokenMfaSettings: off });
    await passkeys.steps.firstSignIn(pat);
    expect(await settingsOf()).toEqual(["SOFTWARE_TOKEN_MFA"]);
  });

  it("is gone with its user, whose address somebody new may have", async () => {
    const { device, tokens } = await passkeys.person(pat);
    const waiting = await passkeys.beginWithPasskey(pat);
    const old = waiting.ChallengeParameters?.["USER_ID_FOR_SRP"];
    await passkeys.portal.auth.send(new AdminDeleteUserCommand(who()));
    await expect(passkeys.list(tokens)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    const answer = credentialOf(device.get(requestOf(waiting)));
    await expect(passkeys.answer(waiting, answer)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await expect(passkeys.steps.begin(pat, chosen)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await expect(passkeys.portal.auth.send(new AdminDeleteUserCommand(who()))).rejects.toMatchObject({
      name: "UserNotFoundException",
    });
    const { User } = await passkeys.steps.create(pat);
    expect(User?.Username).not.toBe(old);
    const begun = await passkeys.steps.begin(pat, temporary);
    expect((await passkeys.steps.choosePassword(begun.Session, pat)).ChallengeName).toBe("MFA_SETUP");
  });

  it("is replaced by whoever can still sign in with a passkey", async () => {
    const { device } = await passkeys.person(pat);
    const { AuthenticationResult } = await passkeys.signIn(pat, device);
    const AccessToken = AuthenticationResult?.AccessToken;
    const { stranger, now } = passkeys.portal;
    const { SecretCode = "" } = await stranger.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const UserCode = totpCode(SecretCode, now());
    await stranger.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    passkeys.portal.advance(60);
    const { Session } = await passkeys.steps.begin(pat, chosen);
    const done = await passkeys.steps.giveCode(Session, pat, totpCode(SecretCode, now()));
    expect(done.AuthenticationResult).toBeDefined();
  });
});

describe("a passkey for two factors", () => {
  it("is switched on by the person or an administrator, once there is one", async () => {
    const { tokens } = await newcomer();
    const on = { WebAuthnMfaSettings: { Enabled: true } };
    await expect(setOwn(tokens, on)).rejects.toMatchObject(refused);
    await expect(set(on)).rejects.toMatchObject(refused);
    const device = await passkeys.register(tokens);
    await setOwn(tokens, on);
    expect((await passkeys.signIn(pat, device)).AuthenticationResult).toBeDefined();
    await setOwn(tokens, { WebAuthnMfaSettings: { Enabled: false } });
    expect((await passkeys.beginWithPasskey(pat)).ChallengeName).toBe("SELECT_CHALLENGE");
  });

  it("needs another factor beside, against being locked out", async () => {
    await passkeys.person(pat);
    await expect(set({ SoftwareTokenMfaSettings: off })).rejects.toMatchObject(refused);
    await set({ SoftwareTokenMfaSettings: off, WebAuthnMfaSettings: { Enabled: false } });
    await expect(set({ WebAuthnMfaSettings: { Enabled: true } })).rejects.toMatchObject(refused);
  });

  it("comes with no other kind of factor", async () => {
    const { tokens } = await passkeys.person(pat);
    for (const settings of [{ SMSMfaSettings: { Enabled: true } }, { EmailMfaSettings: { Enabled: true } }])
      await expect(setOwn(tokens, settings)).rejects.toMatchObject(refused);
  });
});

it("passkeys, their counters and what is switched on outlive a restart, a deleted user does not", async () => {
  const first = openState({ path });
  const before = await startPasskeyPortal({}, first);
  const { device } = await before.person(pat);
  const gone = await before.person("gone@example.org");
  await before.signIn(pat, device);
  const ghost = await before.begin("ghost@example.org");
  await before.portal.auth.send(new AdminDeleteUserCommand({ ...who(), Username: gone.email }));
  await before.portal.close();
  first.close();
  const second = openState({ path });
  const after = await startPasskeyPortal({}, second);
  await expect(after.signIn(pat, device, { signCount: 2 })).rejects.toMatchObject({
    message: "The passkey was not accepted.",
  });
  const { AuthenticationResult } = await after.signIn(pat, device);
  expect(await after.list(AuthenticationResult)).toMatchObject([{ CredentialId: device.id }]);
  expect((await after.beginWithPasskey(gone.email)).ChallengeName).toBe("SELECT_CHALLENGE");
  const again = await after.begin("ghost@example.org");
  expect(again.ChallengeParameters).toEqual(ghost.ChallengeParameters);
  await after.portal.close();
  second.close();
});

it.each<WebAuthnOptions>([
  { ...passkeyPool.webAuthn, factorConfiguration: "SINGLE_FACTOR" },
  { ...passkeyPool.webAuthn, relyingPartyId: "moved.example.org" },
])("passkeys that the pool no longer takes are not offered: %o", async (webAuthn) => {
  const first = openState({ path });
  const before = await startPasskeyPortal({}, first);
  await before.person(pat);
  expect((await before.beginWithPasskey(pat)).ChallengeName).toBe("WEB_AUTHN");
  await before.portal.close();
  first.close();
  const second = openState({ path });
  const after = await startPasskeyPortal({ webAuthn }, second);
  expect((await after.beginWithPasskey(pat)).AvailableChallenges).toEqual(["PASSWORD"]);
  await after.portal.close();
  second.close();
});
