import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminRespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosen, clientID, type Portal, signInSteps, startPortal, temporary } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let portal: Portal;
let steps: ReturnType<typeof signInSteps>;
const pat = "pat@example.org";
const eve = "eve@example.org";
const invalid = { name: "NotAuthorizedException", message: "Invalid session for the user." };

beforeEach(async () => {
  portal = await startPortal();
  steps = signInSteps(portal);
  await steps.create(pat);
});
afterEach(() => portal.close());

const code = (secret: string | undefined, offsetMs = 0) => totpCode(secret ?? "", portal.now() + offsetMs);
/** A code that is none of the three that would be accepted now. */
function wrongCode(secret: string): string {
  const good = [-30_000, 0, 30_000].map((offsetMs) => code(secret, offsetMs));
  return ["000000", "111111", "222222", "333333"].find((guess) => !good.includes(guess)) ?? "";
}

describe("the first sign-in", () => {
  it("asks for a password of one's own, then for an authenticator app, and only then gives tokens", async () => {
    const begun = await steps.begin(pat, temporary);
    expect(begun.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    expect(begun.AuthenticationResult).toBeUndefined();
    const renewed = await steps.choosePassword(begun.Session, pat);
    expect(renewed.ChallengeName).toBe("MFA_SETUP");
    expect(renewed.ChallengeParameters?.["MFAS_CAN_SETUP"]).toBe('["SOFTWARE_TOKEN_MFA"]');
    expect(renewed.AuthenticationResult).toBeUndefined();
    const associated = await steps.associate(renewed.Session);
    const verified = await steps.verify(associated.Session, code(associated.SecretCode));
    expect(verified.Status).toBe("SUCCESS");
    const done = await steps.answer("MFA_SETUP", verified.Session, pat);
    expect(done.AuthenticationResult?.TokenType).toBe("Bearer");
  });

  it("cannot skip a stage", async () => {
    const begun = await steps.begin(pat, temporary);
    await expect(steps.associate(begun.Session)).rejects.toMatchObject(invalid);
    await expect(steps.answer("MFA_SETUP", begun.Session, pat)).rejects.toMatchObject(invalid);
    await expect(steps.giveCode(begun.Session, pat, "123456")).rejects.toMatchObject(invalid);
    const renewed = await steps.choosePassword(begun.Session, pat);
    await expect(steps.answer("MFA_SETUP", renewed.Session, pat)).rejects.toMatchObject(invalid);
    await expect(steps.verify(renewed.Session, "123456")).rejects.toMatchObject(invalid);
    const associated = await steps.associate(renewed.Session);
    await expect(steps.answer("MFA_SETUP", associated.Session, pat)).rejects.toMatchObject(invalid);
  });

  it("refuses a short password and lets the person choose another", async () => {
    const { Session } = await steps.begin(pat, temporary);
    await expect(steps.choosePassword(Session, pat, "too short")).rejects.toMatchObject({
      name: "InvalidPasswordException",
    });
    expect((await steps.choosePassword(Session, pat)).ChallengeName).toBe("MFA_SETUP");
  });

  it("refuses a wrong first code and lets the person try again", async () => {
    const { Session } = await steps.choosePassword((await steps.begin(pat, temporary)).Session, pat);
    const associated = await steps.associate(Session);
    const wrong = wrongCode(associated.SecretCode ?? "");
    await expect(steps.verify(associated.Session, wrong)).rejects.toMatchObject({
      name: "EnableSoftwareTokenMFAException",
      message: expect.stringContaining("Code mismatch"),
    });
    expect((await steps.verify(associated.Session, code(associated.SecretCode))).Status).toBe("SUCCESS");
  });

  it("cannot be finished twice by two people who both hold the temporary password", async () => {
    const thief = await steps.begin(pat, temporary);
    await steps.firstSignIn(pat);
    await expect(steps.choosePassword(thief.Session, pat, "the thief's own password")).rejects.toMatchObject(
      invalid,
    );
  });

  it("cannot put another authenticator in place of one enrolled meanwhile", async () => {
    const renewed = await steps.choosePassword((await steps.begin(pat, temporary)).Session, pat);
    const rival = await steps.associate((await steps.begin(pat, chosen)).Session);
    const rivalVerified = await steps.verify(rival.Session, code(rival.SecretCode));
    const own = await steps.associate(renewed.Session);
    const verified = await steps.verify(own.Session, code(own.SecretCode));
    await steps.answer("MFA_SETUP", verified.Session, pat);
    await expect(steps.answer("MFA_SETUP", rivalVerified.Session, pat)).rejects.toMatchObject(invalid);
  });

  it("ends with the temporary password after seven days", async () => {
    portal.advance(7 * 24 * 3600);
    await expect(steps.begin(pat, temporary)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Temporary password has expired and must be reset by an administrator.",
    });
  });
});

describe("beginning a sign-in", () => {
  const begin = (more: Partial<AdminInitiateAuthCommandInput>) =>
    portal.auth.send(
      new AdminInitiateAuthCommand({
        UserPoolId: portal.poolID,
        ClientId: clientID,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: pat, PASSWORD: temporary },
        ...more,
      }),
    );

  it("works without ContextData, but not with half of it", async () => {
    expect((await begin({})).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const half = { IpAddress: "203.0.113.7", ServerName: "portal", ServerPath: "/", HttpHeaders: undefined };
    await expect(begin({ ContextData: half })).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("is refused for another pool's client, another pool, and flows that are not enabled", async () => {
    await expect(begin({ ClientId: "another" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const UserPoolId = "us-east-1_Elsewhere";
    await expect(begin({ UserPoolId })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    for (const AuthFlow of ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "CUSTOM_AUTH"] as const) {
      await expect(begin({ AuthFlow })).rejects.toMatchObject({ name: "InvalidParameterException" });
    }
  });

  it("with one pool's session doesn't go on in another pool", async () => {
    const { Session } = await steps.begin(pat, temporary);
    portal.cognito.seedUser("others", { email: pat, password: temporary, permanent: false });
    const command = new AdminRespondToAuthChallengeCommand({
      UserPoolId: portal.cognito.poolID("others"),
      ClientId: "another",
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: pat, NEW_PASSWORD: chosen },
    });
    await expect(portal.auth.send(command)).rejects.toMatchObject(invalid);
  });
});

describe("an answer", () => {
  const choice = { NEW_PASSWORD: chosen };

  it("names the user as the challenge did, by the name that the pool gave", async () => {
    const { User } = await steps.create(eve);
    const { Session, ChallengeParameters } = await steps.begin("Eve@Example.org", temporary);
    const name = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
    expect(name).toBe(User?.Username);
    expect(name).toBe(User?.Attributes?.find(({ Name }) => Name === "sub")?.Value);
    const renewed = await steps.answerAs(name, "NEW_PASSWORD_REQUIRED", Session, choice);
    expect(renewed.ChallengeParameters?.["USER_ID_FOR_SRP"]).toBe(name);
  });

  it("is refused under the e-mail address, which is an alias, and can then be given again", async () => {
    const { Session } = await steps.begin(pat, temporary);
    const byAlias = steps.answerAs(pat, "NEW_PASSWORD_REQUIRED", Session, choice);
    await expect(byAlias).rejects.toMatchObject(invalid);
    expect((await steps.choosePassword(Session, pat)).ChallengeName).toBe("MFA_SETUP");
  });

  it("with the code is refused under the e-mail address, too", async () => {
    const { secret } = await steps.firstSignIn(pat);
    portal.advance(60);
    const { Session } = await steps.begin(pat, chosen);
    const answer = { SOFTWARE_TOKEN_MFA_CODE: code(secret) };
    const byAlias = steps.answerAs(pat, "SOFTWARE_TOKEN_MFA", Session, answer);
    await expect(byAlias).rejects.toMatchObject(invalid);
    expect((await steps.giveCode(Session, pat, code(secret))).AuthenticationResult).toBeDefined();
  });
});

describe("a challenge's session", () => {
  it("is good once", async () => {
    const { Session } = await steps.begin(pat, temporary);
    const renewed = await steps.choosePassword(Session, pat);
    await expect(steps.choosePassword(Session, pat)).rejects.toMatchObject(invalid);
    await steps.associate(renewed.Session);
    await expect(steps.associate(renewed.Session)).rejects.toMatchObject(invalid);
  });

  it("is good once even for two answers at the same moment", async () => {
    const { Session } = await steps.begin(pat, temporary);
    const both = await Promise.allSettled([1, 2].map(() => steps.choosePassword(Session, pat)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is good for its own user only", async () => {
    await steps.create(eve);
    const { Session } = await steps.begin(eve, temporary);
    await expect(steps.choosePassword(Session, pat)).rejects.toMatchObject(invalid);
    await expect(steps.choosePassword(Session, "ghost@example.org")).rejects.toMatchObject(invalid);
  });

  it("cannot be made up", async () => {
    const madeUp = "A".repeat(64);
    await expect(steps.choosePassword(madeUp, pat)).rejects.toMatchObject(invalid);
    await expect(steps.associate(madeUp)).rejects.toMatchObject(invalid);
  });

  it("expires after the pool's session time", async () => {
    const { Session } = await steps.begin(pat, temporary);
    portal.advance(900);
    await expect(steps.choosePassword(Session, pat)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Invalid session for the user, session is expired.",
    });
  });

  it("ends when the user is disabled, and stays dead when he is enabled again", async () => {
    const { Session } = await steps.begin(pat, temporary);
    const who = { UserPoolId: portal.poolID, Username: pat };
    await portal.auth.send(new AdminDisableUserCommand(who));
    await expect(steps.choosePassword(Session, pat)).rejects.toMatchObject({ message: "User is disabled." });
    await portal.auth.send(new AdminEnableUserCommand(who));
    await expect(steps.choosePassword(Session, pat)).rejects.toMatchObject(invalid);
  });
});

describe("every later sign-in", () => {
  let secret: string;
  beforeEach(async () => {
    ({ secret } = await steps.firstSignIn(pat));
    portal.advance(60);
  });

  it("takes password and code", async () => {
    const begun = await steps.begin("Pat@Example.org", chosen);
    expect(begun.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    expect(begun.AuthenticationResult).toBeUndefined();
    const done = await steps.giveCode(begun.Session, pat, code(secret));
    expect(done.AuthenticationResult?.IdToken).toEqual(expect.any(String));
  });

  it("no longer takes the temporary password", async () => {
    await expect(steps.begin(pat, temporary)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  it("refuses a wrong code and lets the person try again in the same session", async () => {
    const { Session } = await steps.begin(pat, chosen);
    await expect(steps.giveCode(Session, pat, wrongCode(secret))).rejects.toMatchObject({
      name: "CodeMismatchException",
    });
    expect((await steps.giveCode(Session, pat, code(secret))).AuthenticationResult).toBeDefined();
  });

  it("refuses a code of two steps ago", async () => {
    const { Session } = await steps.begin(pat, chosen);
    const old = code(secret);
    portal.advance(60);
    await expect(steps.giveCode(Session, pat, old)).rejects.toMatchObject({ name: "CodeMismatchException" });
  });

  it("refuses a code that was used in an earlier sign-in, and takes the next one", async () => {
    const used = code(secret);
    await steps.giveCode((await steps.begin(pat, chosen)).Session, pat, used);
    const { Session } = await steps.begin(pat, chosen);
    await expect(steps.giveCode(Session, pat, used)).rejects.toMatchObject({
      name: "ExpiredCodeException",
      message: "Your software token has already been used once.",
    });
    expect((await steps.giveCode(Session, pat, code(secret, 30_000))).AuthenticationResult).toBeDefined();
  });

  it("is refused to a disabled user with the right password", async () => {
    await portal.auth.send(new AdminDisableUserCommand({ UserPoolId: portal.poolID, Username: pat }));
    await expect(steps.begin(pat, chosen)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "User is disabled.",
    });
  });
});
