import { AdminGetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { softwareAuthenticator } from "./authenticator.fixture.ts";
import {
  credentialOf,
  origin,
  type PasskeyPortal,
  passkeyPool,
  requestOf,
  startPasskeyPortal,
} from "./passkeys.fixture.ts";
import { chosen } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let passkeys: PasskeyPortal;
let count = 0;
const invalid = { name: "NotAuthorizedException", message: "Invalid session for the user." };
const notOffered = { name: "InvalidParameterException" };

beforeAll(async () => {
  passkeys = await startPasskeyPortal();
});
afterAll(() => passkeys.portal.close());

const somebody = () => passkeys.person(`somebody-${(count += 1)}@example.org`);

describe("the choice of a first factor", () => {
  it("is offered to whoever prefers none, and leads either way", async () => {
    const { email, device, secret } = await somebody();
    const choice = await passkeys.begin(email);
    expect(choice.ChallengeName).toBe("SELECT_CHALLENGE");
    expect(choice.AvailableChallenges).toEqual(["PASSWORD", "WEB_AUTHN"]);
    const asked = await passkeys.answer(choice, { ANSWER: "WEB_AUTHN" });
    await expect(passkeys.answer(choice, { ANSWER: "WEB_AUTHN" })).rejects.toMatchObject(invalid);
    const credential = credentialOf(device.get(requestOf(asked)));
    expect((await passkeys.answer(asked, credential)).AuthenticationResult).toBeDefined();
    passkeys.portal.advance(60);
    const other = await passkeys.begin(email);
    const coded = await passkeys.answer(other, { ANSWER: "PASSWORD", PASSWORD: chosen });
    expect(coded.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const code = { SOFTWARE_TOKEN_MFA_CODE: totpCode(secret, passkeys.portal.now()) };
    expect((await passkeys.answer(coded, code)).AuthenticationResult).toBeDefined();
  });

  it("can be a password at once, which needs the code as ever", async () => {
    const { email } = await somebody();
    const preferred = { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: chosen };
    expect((await passkeys.begin(email, preferred)).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    await expect(passkeys.begin(email, { PREFERRED_CHALLENGE: "PASSWORD" })).rejects.toMatchObject(
      notOffered,
    );
  });

  it("refuses what is not there", async () => {
    const { email, device } = await somebody();
    const others = ["EMAIL_OTP", "SMS_OTP", "PASSWORD_SRP", "SOFTWARE_TOKEN_MFA"];
    for (const PREFERRED_CHALLENGE of others)
      await expect(passkeys.begin(email, { PREFERRED_CHALLENGE })).rejects.toMatchObject(notOffered);
    for (const name of ["PASSWORD", "SECRET_HASH", "DEVICE_KEY", "TARGET_ACR_VALUES", "MAX_AGE"])
      await expect(passkeys.begin(email, { [name]: "x" })).rejects.toMatchObject(notOffered);
    const choice = await passkeys.begin(email);
    for (const ANSWER of others)
      await expect(passkeys.answer(choice, { ANSWER })).rejects.toMatchObject(notOffered);
    const asked = await passkeys.beginWithPasskey(email);
    const early = { ANSWER: "WEB_AUTHN", ...credentialOf(device.get(requestOf(asked))) };
    await expect(passkeys.answer(choice, early)).rejects.toMatchObject(notOffered);
  });
});

describe("a pool", () => {
  it("without the flow does not know it", async () => {
    const other = await startPasskeyPortal({ authFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] });
    await expect(other.begin("pat@example.org")).rejects.toMatchObject({
      message: "Auth flow not enabled for this client",
    });
    await other.portal.close();
  });

  it("in which a passkey is a single factor lets nobody in with it, for it requires two", async () => {
    const webAuthn = { ...passkeyPool.webAuthn, factorConfiguration: "SINGLE_FACTOR" } as const;
    const other = await startPasskeyPortal({ webAuthn });
    await other.steps.create("pat@example.org");
    const { tokens } = await other.steps.firstSignIn("pat@example.org");
    await other.register(tokens);
    await expect(other.switchPasskeys("pat@example.org", true)).rejects.toMatchObject(notOffered);
    const begun = await other.beginWithPasskey("pat@example.org");
    expect(begun.AvailableChallenges).toEqual(["PASSWORD"]);
    await other.portal.close();
  });

  it("takes a passkey registered with nobody verified, but lets nobody in without", async () => {
    const webAuthn = { ...passkeyPool.webAuthn, userVerification: "preferred" } as const;
    const other = await startPasskeyPortal({ webAuthn });
    const { email, tokens } = await other.person("pat@example.org");
    const device = softwareAuthenticator(origin);
    await other.register(tokens, device, { flags: { userVerified: false } });
    await expect(other.signIn(email, device, { flags: { userVerified: false } })).rejects.toMatchObject({
      message: "The passkey was not accepted.",
    });
    const shown = await other.portal.auth.send(
      new AdminGetUserCommand({ UserPoolId: other.portal.poolID, Username: email }),
    );
    expect(shown.UserMFASettingList).toEqual(["SOFTWARE_TOKEN_MFA"]);
    await other.portal.close();
  });
});
