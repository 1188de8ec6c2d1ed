import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
  type AdminInitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { chosen, codeOf, people, someone } from "./people.ts";
import { refusal, useTarget } from "./target.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    userPools: ["people"],
    roles: {
      auth: {
        may: (names) => [allow("cognito-idp:*", names.pool("people"))],
      },
      idle: { may: () => [] },
    },
  },
  async (target) => ({
    ...target.pool("people"),
    auth: (await target.as("auth")).cognito,
    idle: (await target.as("idle")).cognito,
  }),
);

const { answer, begin, enrolled, giveCode, newcomer } = people(cloud);

const challengeOf = ({ ChallengeName, AuthenticationResult }: AdminInitiateAuthCommandOutput) => ({
  ChallengeName,
  tokens: AuthenticationResult,
});

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html */
describe("a first sign-in", () => {
  it("asks for a password of one's own, then for an authenticator app, and gives no token before", async () => {
    const { first, renewed } = await newcomer();
    expect(challengeOf(first)).toEqual({ ChallengeName: "NEW_PASSWORD_REQUIRED", tokens: undefined });
    expect(challengeOf(renewed)).toEqual({ ChallengeName: "MFA_SETUP", tokens: undefined });
  });

  it("cannot leave the enrolment out", async () => {
    const { username, renewed } = await newcomer();
    expect(await refusal(answer("MFA_SETUP", renewed.Session, username))).not.toBe("none");
  });

  it("does not take a wrong code for the app", async () => {
    const { renewed } = await newcomer();
    const { Session, SecretCode = "" } = await cloud().auth.send(
      new AssociateSoftwareTokenCommand({ Session: renewed.Session }),
    );
    const wrong = String((Number(codeOf(SecretCode)) + 1) % 1_000_000).padStart(6, "0");
    expect(
      await refusal(cloud().auth.send(new VerifySoftwareTokenCommand({ Session, UserCode: wrong }))),
    ).toMatch(/^(EnableSoftwareTokenMFAException|CodeMismatchException)$/);
  });

  it("ends with three tokens", async () => {
    const { tokens } = await enrolled();
    expect(tokens).toMatchObject({ TokenType: "Bearer" });
    for (const token of [tokens?.IdToken, tokens?.AccessToken]) expect(token?.split(".")).toHaveLength(3);
    expect(tokens?.RefreshToken).toBeDefined();
  });
});

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html */
describe("a challenge", () => {
  it("takes a code once: the one of the enrolment is spent", async () => {
    const { email, username, secret, used } = await enrolled();
    const again = await begin(email, chosen);
    expect(again.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    expect(await refusal(giveCode(again.Session, username, used))).toMatch(
      /^(ExpiredCodeException|CodeMismatchException)$/,
    );
    const anew = await begin(email, chosen);
    const next = codeOf(secret, 1);
    const done = await giveCode(anew.Session, username, next);
    expect(done.AuthenticationResult?.IdToken).toBeDefined();
    const third = await begin(email, chosen);
    expect(await refusal(giveCode(third.Session, username, next))).not.toBe("none");
  });

  it("has a session that is good once, for one person and one step", async () => {
    const one = await enrolled();
    const other = await enrolled();
    const { Session } = await begin(one.email, chosen);
    expect(await refusal(giveCode(Session, other.username, codeOf(other.secret, 1)))).not.toBe("none");
    const step = answer("NEW_PASSWORD_REQUIRED", Session, one.username, { NEW_PASSWORD: `${chosen}x` });
    expect(await refusal(step)).not.toBe("none");
    const { Session: good } = await begin(one.email, chosen);
    const code = codeOf(one.secret, 1);
    expect(await refusal(giveCode(good, one.username, code))).toBe("none");
    expect(await refusal(giveCode(good, one.username, code))).not.toBe("none");
  });
});

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html */
describe("a password", () => {
  it("that is wrong and a person who does not exist are refused alike", async () => {
    const { email } = await newcomer();
    const wrong = await begin(email, "wrong Password 3!").catch((error: unknown) => String(error));
    const nobody = await begin(someone(), "wrong Password 3!").catch((error: unknown) => String(error));
    expect(wrong).toMatch(/^NotAuthorizedException/);
    expect(nobody).toBe(wrong);
  });

  it("of somebody disabled is refused", async () => {
    const { email } = await enrolled();
    await cloud().auth.send(new AdminDisableUserCommand({ UserPoolId: cloud().poolID, Username: email }));
    expect(await refusal(begin(email, chosen))).toBe("NotAuthorizedException");
  });

  /** @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior */
  it("that was guessed wrong five times is refused for a while, right or wrong", async () => {
    const { email } = await newcomer();
    for (let guess = 0; guess < 5; guess += 1)
      expect(await refusal(begin(email, `wrong Password ${guess}!`))).toBe("NotAuthorizedException");
    const locked = await begin(email, chosen).catch((error: unknown) => String(error));
    expect(locked).toMatch(/^NotAuthorizedException: Password attempts exceeded/);
  });

  it("is asked for on behalf of those only who have the right", async () => {
    expect(await refusal(begin(someone(), chosen, cloud().idle))).toBe("AccessDeniedException");
  });
});

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html */
describe("tokens", () => {
  const whose = (AccessToken: string | undefined) =>
    refusal(cloud().auth.send(new GetUserCommand({ AccessToken })));

  it("end with the refresh token that is revoked", async () => {
    const { tokens } = await enrolled();
    expect(await whose(tokens?.AccessToken)).toBe("none");
    await cloud().auth.send(
      new RevokeTokenCommand({ Token: tokens?.RefreshToken, ClientId: cloud().clientID }),
    );
    expect(await whose(tokens?.AccessToken)).toBe("NotAuthorizedException");
  });

  it("all end when the person is signed out everywhere", async () => {
    const { email, tokens } = await enrolled();
    await cloud().auth.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: cloud().poolID, Username: email }),
    );
    expect(await whose(tokens?.AccessToken)).toBe("NotAuthorizedException");
  });
});
