import {
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandOutput,
  AdminSetUserMFAPreferenceCommand,
  type AuthenticationResultType,
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import {
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
  type Twist,
} from "../../packages/local-cloud/src/cognito/authenticator.fixture.ts";
import { chosen, codeOf, people, someone } from "./people.ts";
import { refusal, useTarget } from "./target.ts";
import { allow } from "./topology.ts";

const relyingPartyId = "contract.example.org";
const origin = `https://${relyingPartyId}`;

const cloud = useTarget(
  {
    userPools: ["passkeys"],
    relyingPartyId,
    roles: { auth: { may: (names) => [allow("cognito-idp:*", names.pool("passkeys"))] } },
  },
  async (target) => ({ ...target.pool("passkeys"), auth: (await target.as("auth")).cognito }),
);
const { answer, begin, enrolled, giveCode } = people(cloud);

type Tokens = AuthenticationResultType | undefined;

async function register(tokens: Tokens, twist: Twist = {}, device = softwareAuthenticator(origin)) {
  const AccessToken = tokens?.AccessToken;
  const started = await cloud().auth.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
  const options = started.CredentialCreationOptions as unknown as CreationOptions;
  const Credential = device.create(options, twist) as never;
  const complete = () =>
    cloud().auth.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
  await complete();
  return { device, options, complete };
}

const setFactors = (
  Username: string,
  settings: Omit<AdminSetUserMFAPreferenceCommand["input"], "Username" | "UserPoolId">,
) =>
  cloud().auth.send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: cloud().poolID, Username, ...settings }),
  );

const choose = (USERNAME: string, more: Readonly<Record<string, string>> = {}) =>
  cloud().auth.send(
    new AdminInitiateAuthCommand({
      UserPoolId: cloud().poolID,
      ClientId: cloud().clientID,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, ...more },
    }),
  );

/** Somebody whose passkey stands for two factors. */
async function withPasskey() {
  const person = await enrolled();
  const { device } = await register(person.tokens);
  await setFactors(person.email, { WebAuthnMfaSettings: { Enabled: true } });
  const ask = () => choose(person.email, { PREFERRED_CHALLENGE: "WEB_AUTHN" });
  const give = (asked: AdminInitiateAuthCommandOutput, twist: Twist = {}) => {
    const request = asked.ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"] ?? "{}";
    const credential = device.get(JSON.parse(request) as RequestOptions, twist);
    const name = asked.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? person.username;
    const CREDENTIAL = JSON.stringify(credential);
    return answer("WEB_AUTHN", asked.Session, name, { CREDENTIAL });
  };
  return { ...person, device, ask, give };
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html */
describe("a passkey's registration", () => {
  it("asks for the pool's relying party, and takes its challenge once", async () => {
    const { tokens } = await enrolled();
    const { options, complete } = await register(tokens);
    expect(options.rp.id).toBe(relyingPartyId);
    expect(options.authenticatorSelection.userVerification).toBe("required");
    expect(await refusal(complete())).toBe("WebAuthnChallengeNotFoundException");
  });

  it.each([
    ["another page", { origin: "https://elsewhere.example.org" }, "WebAuthnOriginNotAllowedException"],
    ["another relying party", { relyingPartyId: "example.com" }, "WebAuthnRelyingPartyMismatchException"],
  ])("of %s is refused", async (_what, twist, name) => {
    const { tokens } = await enrolled();
    expect(await refusal(register(tokens, twist))).toBe(name);
  });

  it("without its person verified is refused", async () => {
    const { tokens } = await enrolled();
    expect(await refusal(register(tokens, { flags: { userVerified: false } }))).not.toBe("none");
  });

  it("is listed until it is deleted", async () => {
    const { tokens } = await enrolled();
    const { device } = await register(tokens);
    const AccessToken = tokens?.AccessToken;
    const list = async () =>
      (await cloud().auth.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials;
    expect(await list()).toMatchObject([{ CredentialId: device.id, RelyingPartyId: relyingPartyId }]);
    const remove = () =>
      cloud().auth.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: device.id }));
    await remove();
    expect(await list()).toEqual([]);
    expect(await refusal(remove())).toBe("ResourceNotFoundException");
  });
});

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html */
describe("a sign-in with a passkey", () => {
  it("needs neither password nor code, and is good once", async () => {
    const { ask, give } = await withPasskey();
    const asked = await ask();
    expect(asked).toMatchObject({ ChallengeName: "WEB_AUTHN" });
    expect(asked.AuthenticationResult).toBeUndefined();
    expect((await give(asked)).AuthenticationResult?.IdToken).toBeDefined();
    expect(await refusal(give(asked))).toBe("NotAuthorizedException");
  });

  it.each([
    ["another page", { origin: "https://elsewhere.example.org" }],
    ["another relying party", { relyingPartyId: "example.com" }],
    ["another challenge", { challenge: "AAAA" }],
    ["nobody verified", { flags: { userVerified: false } }],
  ])("with %s is refused", async (_what, twist) => {
    const { ask, give } = await withPasskey();
    expect(await refusal(give(await ask(), twist))).not.toBe("none");
  });

  it("is offered once passkeys stand for two factors, where two are required", async () => {
    const { email, tokens } = await enrolled();
    await register(tokens);
    const before = await choose(email);
    expect(before.ChallengeName).toBe("SELECT_CHALLENGE");
    expect(before.AvailableChallenges).not.toContain("WEB_AUTHN");
    await setFactors(email, { WebAuthnMfaSettings: { Enabled: true } });
    expect((await choose(email)).AvailableChallenges).toEqual(
      expect.arrayContaining(["PASSWORD", "WEB_AUTHN"]),
    );
  });

  it("is asked for of nobody: a name without an account is offered what one without passkeys is", async () => {
    const { email } = await enrolled();
    const preferred = { PREFERRED_CHALLENGE: "WEB_AUTHN" };
    const [known, unknown] = [await choose(email, preferred), await choose(someone(), preferred)];
    expect(unknown.ChallengeName).toBe(known.ChallengeName);
    expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
  });

  it("leaves the password as it was: with the code", async () => {
    const { email, secret, username } = await withPasskey();
    const asked = await choose(email, { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: chosen });
    expect(asked.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const done = await giveCode(asked.Session, username, codeOf(secret, 1));
    expect(done.AuthenticationResult).toBeDefined();
  });
});

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html */
describe("factors", () => {
  it("that are switched off are asked for all the same, where two are required", async () => {
    const { email } = await enrolled();
    await setFactors(email, { SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false } });
    expect((await begin(email, chosen)).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  it("do not come down to a passkey alone", async () => {
    const { email } = await withPasskey();
    const both = { SoftwareTokenMfaSettings: { Enabled: false }, WebAuthnMfaSettings: { Enabled: true } };
    expect(await refusal(setFactors(email, both))).toBe("InvalidParameterException");
  });
});
