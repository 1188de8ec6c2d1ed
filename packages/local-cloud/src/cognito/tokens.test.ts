import {
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  AdminDisableUserCommand,
  GetUserCommand,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosen, clientID, type Portal, signInSteps, startPortal } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let portal: Portal;
let steps: ReturnType<typeof signInSteps>;
let tokens: AuthenticationResultType | undefined;
const pat = "pat@example.org";

beforeEach(async () => {
  portal = await startPortal();
  steps = signInSteps(portal);
  await steps.create(pat);
  ({ tokens } = await steps.firstSignIn(pat));
});
afterEach(() => portal.close());

function verifier(tokenUse: "id" | "access", poolName = "people") {
  const made = CognitoJwtVerifier.create({ userPoolId: portal.poolID, tokenUse, clientId: clientID });
  const jwks: Parameters<typeof made.cacheJwks>[0] = JSON.parse(
    JSON.stringify(portal.cognito.jwks(poolName)),
  );
  made.cacheJwks(jwks);
  return made;
}

const getUser = (AccessToken: string | undefined) =>
  portal.stranger.send(new GetUserCommand({ AccessToken }));

describe("tokens", () => {
  it("satisfy the verifier that AWS publishes, with the claims that Cognito documents", async () => {
    const id = await verifier("id").verify(tokens?.IdToken ?? "");
    const nowSeconds = Math.floor(portal.now() / 1000);
    expect(id).toMatchObject({
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${portal.poolID}`,
      aud: clientID,
      token_use: "id",
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "cognito:username": id.sub,
      email: pat,
      email_verified: false,
      auth_time: nowSeconds,
      exp: nowSeconds + 3600,
    });
    const access = await verifier("access").verify(tokens?.AccessToken ?? "");
    expect(access).toMatchObject({ sub: id.sub, client_id: clientID, username: id.sub });
    expect(tokens?.ExpiresIn).toBe(3600);
  });

  it("are not taken for each other", async () => {
    await expect(verifier("id").verify(tokens?.AccessToken ?? "")).rejects.toThrow("Token use not allowed");
    await expect(verifier("access").verify(tokens?.IdToken ?? "")).rejects.toThrow("Token use not allowed");
    await expect(getUser(tokens?.IdToken)).rejects.toMatchObject({ message: "Invalid Access Token" });
  });

  it("do not verify under another pool's keys", () => {
    const foreign = verifier("id", "others");
    expect(() => foreign.verifySync(tokens?.IdToken ?? "")).toThrow("not found in the JWKS");
  });

  it("cannot be forged with another key", async () => {
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${portal.poolID}`;
    const forged = await new SignJWT({ token_use: "access", sub: "x" })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(issuer)
      .sign(new TextEncoder().encode("a key of the forger's own choosing"));
    await expect(getUser(forged)).rejects.toMatchObject({ message: "Invalid Access Token" });
    await expect(getUser("not a token")).rejects.toMatchObject({ message: "Invalid Access Token" });
  });
});

describe("an access token", () => {
  it("needs no signature, expires after an hour", async () => {
    expect((await getUser(tokens?.AccessToken)).UserMFASettingList).toEqual(["SOFTWARE_TOKEN_MFA"]);
    portal.advance(3600);
    await expect(getUser(tokens?.AccessToken)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  it("dies with its refresh token, and only with its own", async () => {
    const revoke = (Token: string | undefined, ClientId = clientID) =>
      portal.stranger.send(new RevokeTokenCommand({ Token, ClientId }));
    await revoke(tokens?.RefreshToken, "another");
    await revoke("a token that never was");
    await expect(revoke(tokens?.AccessToken)).rejects.toMatchObject({
      name: "UnsupportedTokenTypeException",
    });
    expect((await getUser(tokens?.AccessToken)).Username).toMatch(/^[0-9a-f-]{36}$/);
    await revoke(tokens?.RefreshToken);
    await expect(getUser(tokens?.AccessToken)).rejects.toMatchObject({
      message: "Access Token has been revoked",
    });
    await revoke(tokens?.RefreshToken);
  });

  it("dies when its user is disabled", async () => {
    await portal.auth.send(new AdminDisableUserCommand({ UserPoolId: portal.poolID, Username: pat }));
    await expect(getUser(tokens?.AccessToken)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  it("lets its holder move to another authenticator once that one's code is right", async () => {
    const AccessToken = tokens?.AccessToken;
    const { stranger } = portal;
    const { SecretCode = "", Session } = await stranger.send(
      new AssociateSoftwareTokenCommand({ AccessToken }),
    );
    expect(Session).toBeUndefined();
    const UserCode = totpCode(SecretCode, portal.now());
    const verified = await stranger.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    expect(verified.Status).toBe("SUCCESS");
    portal.advance(30);
    const begun = await steps.begin(pat, chosen);
    const next = totpCode(SecretCode, portal.now());
    expect((await steps.giveCode(begun.Session, pat, next)).AuthenticationResult).toBeDefined();
  });
});

describe("a pool's id", () => {
  it("follows from region and name alone", async () => {
    const again = await startPortal();
    expect(again.poolID).toBe(portal.poolID);
    expect(portal.poolID).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    expect(portal.cognito.poolID("others")).not.toBe(portal.poolID);
    expect(portal.cognito.poolArn("people")).toBe(
      `arn:aws:cognito-idp:us-east-1:111122223333:userpool/${portal.poolID}`,
    );
    await again.close();
  });
});
