import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  DeleteWebAuthnCredentialCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { softwareAuthenticator, type Twist } from "./authenticator.fixture.ts";
import {
  credentialOf,
  origin,
  type PasskeyPortal,
  relyingPartyId,
  requestOf,
  startPasskeyPortal,
} from "./passkeys.fixture.ts";
import { chosen, clientID } from "./portal.fixture.ts";

let passkeys: PasskeyPortal;
let count = 0;
const denied = { name: "NotAuthorizedException", message: "The passkey was not accepted." };
const invalid = { name: "NotAuthorizedException", message: "Invalid session for the user." };

beforeAll(async () => {
  passkeys = await startPasskeyPortal({ otherClientIDs: ["desk"] });
});
afterAll(() => passkeys.portal.close());

/** Somebody new with a passkey that stands for two factors. */
const somebody = () => passkeys.person(`somebody-${(count += 1)}@example.org`);
const who = (Username: string) => ({ UserPoolId: passkeys.portal.poolID, Username });

describe("a sign-in with a passkey", () => {
  it("asks for one of the person's own, and gives tokens without password or code", async () => {
    const { email, device } = await somebody();
    const begun = await passkeys.beginWithPasskey(email);
    expect(begun.ChallengeName).toBe("WEB_AUTHN");
    expect(begun.AuthenticationResult).toBeUndefined();
    expect(requestOf(begun)).toMatchObject({
      rpId: relyingPartyId,
      allowCredentials: [{ id: device.id, type: "public-key", transports: ["internal"] }],
      userVerification: "required",
    });
    const done = await passkeys.answer(begun, credentialOf(device.get(requestOf(begun))));
    expect(done.AuthenticationResult?.IdToken).toEqual(expect.any(String));
    expect(await passkeys.list(done.AuthenticationResult)).toHaveLength(1);
  });

  const twists: readonly [string, Twist][] = [
    ["of another page", { origin: "https://portal.example.com" }],
    ["in a frame of another page", { crossOrigin: true }],
    ["for another relying party", { relyingPartyId: "example.com" }],
    ["for another challenge", { challenge: "AAAA" }],
    ["with nobody there", { flags: { userPresent: false } }],
    ["with nobody verified", { flags: { userVerified: false } }],
    ["that was no passkey for several devices before", { flags: { backupEligible: false } }],
    ["that is a registration", { type: "webauthn.create" }],
    ["whose counter stands still", { signCount: 1 }],
    ["whose counter goes back", { signCount: 0 }],
    ["of somebody else by its own word", { userHandle: Buffer.from("somebody").toString("base64url") }],
  ];
  it.each(twists)("is refused %s", async (_what, twist) => {
    const { email, device } = await somebody();
    await expect(passkeys.signIn(email, device, twist)).rejects.toMatchObject(denied);
    expect((await passkeys.signIn(email, device)).AuthenticationResult).toBeDefined();
  });

  it("needs the key itself, and an answer that can be read", async () => {
    const { email, device } = await somebody();
    const begun = await passkeys.beginWithPasskey(email);
    const thief = softwareAuthenticator(origin).get(requestOf(begun));
    const stolen = credentialOf({ ...thief, id: device.id, rawId: device.id });
    await expect(passkeys.answer(begun, stolen)).rejects.toMatchObject(denied);
    const again = await passkeys.beginWithPasskey(email);
    await expect(passkeys.answer(again, { CREDENTIAL: "{" })).rejects.toMatchObject(denied);
  });

  it("takes an authenticator that does not count", async () => {
    const { email, tokens } = await somebody();
    const device = await passkeys.register(tokens, softwareAuthenticator(origin, { isCounting: false }));
    for (let time = 0; time < 2; time += 1)
      expect((await passkeys.signIn(email, device)).AuthenticationResult).toBeDefined();
  });

  it("is answered once, well or ill, and in time", async () => {
    const { email, device } = await somebody();
    const begun = await passkeys.beginWithPasskey(email);
    const answer = credentialOf(device.get(requestOf(begun)));
    await passkeys.answer(begun, answer);
    await expect(passkeys.answer(begun, answer)).rejects.toMatchObject(invalid);
    const spoilt = await passkeys.beginWithPasskey(email);
    await expect(passkeys.answer(spoilt, answer)).rejects.toMatchObject(denied);
    const good = credentialOf(device.get(requestOf(spoilt)));
    await expect(passkeys.answer(spoilt, good)).rejects.toMatchObject(invalid);
    const late = await passkeys.beginWithPasskey(email);
    passkeys.portal.advance(900);
    await expect(passkeys.answer(late, credentialOf(device.get(requestOf(late))))).rejects.toMatchObject({
      message: "Invalid session for the user, session is expired.",
    });
  });

  it("does not take another person's passkey, nor answer another person's challenge", async () => {
    const [one, other] = [await somebody(), await somebody()];
    await expect(passkeys.signIn(one.email, other.device)).rejects.toMatchObject(denied);
    const { Session } = await passkeys.beginWithPasskey(one.email);
    const own = await passkeys.beginWithPasskey(other.email);
    const answer = credentialOf(other.device.get(requestOf(own)));
    await expect(passkeys.answer({ ...own, Session }, answer)).rejects.toMatchObject(invalid);
  });

  it("goes on with the client that began it, whose tokens no other client revokes", async () => {
    const { email, device } = await somebody();
    const begun = await passkeys.beginWithPasskey(email, "desk");
    const answer = credentialOf(device.get(requestOf(begun)));
    await expect(passkeys.answer(begun, answer)).rejects.toMatchObject(invalid);
    const { AuthenticationResult } = await passkeys.answer(begun, answer, "desk");
    const revoke = (ClientId: string) =>
      passkeys.portal.auth.send(
        new RevokeTokenCommand({ Token: AuthenticationResult?.RefreshToken, ClientId }),
      );
    await expect(revoke(clientID)).rejects.toMatchObject({ name: "UnauthorizedException" });
    await revoke("desk");
    await expect(passkeys.list(AuthenticationResult)).rejects.toMatchObject({
      message: "Access Token has been revoked",
    });
  });
});

describe("a passkey that is no good any more", () => {
  const available = async (email: string) => (await passkeys.beginWithPasskey(email)).AvailableChallenges;

  it("is deleted: a sign-in that waits for it ends, and no other is offered", async () => {
    const { email, device, tokens } = await somebody();
    const waiting = await passkeys.beginWithPasskey(email);
    const AccessToken = tokens?.AccessToken;
    await passkeys.portal.stranger.send(
      new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: device.id }),
    );
    const answer = credentialOf(device.get(requestOf(waiting)));
    await expect(passkeys.answer(waiting, answer)).rejects.toMatchObject(invalid);
    expect(await available(email)).toEqual(["PASSWORD"]);
    const left = await passkeys.register(tokens);
    expect(await available(email)).toEqual(["PASSWORD"]);
    await passkeys.switchPasskeys(email, true);
    await expect(passkeys.signIn(email, device)).rejects.toMatchObject(denied);
    expect((await passkeys.signIn(email, left)).AuthenticationResult).toBeDefined();
  });

  it("is not offered to somebody disabled, who looks like nobody", async () => {
    const { email, device } = await somebody();
    const waiting = await passkeys.beginWithPasskey(email);
    await passkeys.portal.auth.send(new AdminDisableUserCommand(who(email)));
    const answer = credentialOf(device.get(requestOf(waiting)));
    await expect(passkeys.answer(waiting, answer)).rejects.toMatchObject({ message: "User is disabled." });
    expect(await available(email)).toEqual(["PASSWORD"]);
    const choice = { ANSWER: "PASSWORD", PASSWORD: chosen };
    await expect(passkeys.answer(await passkeys.begin(email), choice)).rejects.toMatchObject({
      message: "Incorrect username or password.",
    });
  });

  it("is not offered while the password has to be chosen anew", async () => {
    const { email } = await somebody();
    const Password = "a password from the desk";
    await passkeys.portal.auth.send(
      new AdminSetUserPasswordCommand({ ...who(email), Password, Permanent: false }),
    );
    expect(await available(email)).toEqual(["PASSWORD"]);
  });

  it("is not offered when it was switched off, or never on", async () => {
    const { email } = await somebody();
    await passkeys.switchPasskeys(email, false);
    expect(await available(email)).toEqual(["PASSWORD"]);
  });
});

describe("guessing", () => {
  it("with wrong passkeys counts with wrong passwords, and locks both ways", async () => {
    const { email, device } = await somebody();
    const locked = { message: "Password attempts exceeded" };
    const held = await passkeys.beginWithPasskey(email);
    for (let time = 0; time < 3; time += 1)
      await expect(passkeys.signIn(email, device, { challenge: "AAAA" })).rejects.toMatchObject(denied);
    for (let time = 0; time < 2; time += 1)
      await expect(passkeys.steps.begin(email, "not the password")).rejects.toMatchObject({
        message: "Incorrect username or password.",
      });
    await expect(passkeys.begin(email)).rejects.toMatchObject(locked);
    await expect(passkeys.steps.begin(email, chosen)).rejects.toMatchObject(locked);
    const answer = credentialOf(device.get(requestOf(held)));
    await expect(passkeys.answer(held, answer)).rejects.toMatchObject(locked);
    passkeys.portal.advance(1);
    expect((await passkeys.answer(held, answer)).AuthenticationResult).toBeDefined();
  });

  it("names tells nothing: one without an account goes the way of one without passkeys", async () => {
    const [plain, ghost] = ["plain@example.org", "ghost@example.org"];
    await passkeys.steps.create(plain);
    await passkeys.steps.firstSignIn(plain);
    const shapes = [];
    for (const name of [plain, ghost]) {
      const { ChallengeName, AvailableChallenges, ChallengeParameters, Session } =
        await passkeys.beginWithPasskey(name);
      const again = await passkeys.begin(name.toUpperCase());
      expect(again.ChallengeParameters).toEqual(ChallengeParameters);
      const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
      expect(ChallengeParameters).toEqual({ USER_ID_FOR_SRP: expect.stringMatching(uuid) });
      const failures = [];
      for (const responses of [{ ANSWER: "WEB_AUTHN" }, { ANSWER: "PASSWORD", PASSWORD: "a guess" }])
        failures.push(await passkeys.answer(again, responses).catch((error: unknown) => String(error)));
      for (let time = 0; time < 4; time += 1)
        await passkeys.steps.begin(name, "a guess").catch((error: unknown) => failures.push(String(error)));
      failures.push(await passkeys.begin(name).catch((error: unknown) => String(error)));
      shapes.push({ ChallengeName, AvailableChallenges, length: Session?.length, failures });
    }
    expect(shapes[0]?.failures.at(-1)).toContain("Password attempts exceeded");
    expect(shapes[1]).toEqual(shapes[0]);
  });
});
