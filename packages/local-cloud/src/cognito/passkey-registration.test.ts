import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  type AuthenticationResultType,
  DeleteWebAuthnCredentialCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { softwareAuthenticator, type Twist } from "./authenticator.fixture.ts";
import { temporary } from "./portal.fixture.ts";
import {
  origin,
  type PasskeyPortal,
  passkeyPool,
  relyingPartyId,
  startPasskeyPortal,
} from "./passkeys.fixture.ts";

let passkeys: PasskeyPortal;
let tokens: AuthenticationResultType | undefined;
const pat = "pat@example.org";
const refused = (name: string) => ({ name });

beforeAll(async () => {
  passkeys = await startPasskeyPortal({ otherClientIDs: ["desk"], recovery: "verified_email" });
  await passkeys.steps.create(pat);
  ({ tokens } = await passkeys.steps.firstSignIn(pat));
});
afterAll(() => passkeys.portal.close());

const remove = (CredentialId: string) =>
  passkeys.portal.stranger.send(
    new DeleteWebAuthnCredentialCommand({ AccessToken: tokens?.AccessToken, CredentialId }),
  );

describe("registering a passkey", () => {
  it("asks for one that tells whose it is, verifies its person and is not there yet", async () => {
    const device = await passkeys.register(tokens);
    const options = await passkeys.startRegistration(tokens);
    expect(options).toMatchObject({
      rp: { id: relyingPartyId },
      user: { name: pat },
      pubKeyCredParams: [{ alg: -7 }, { alg: -257 }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
    expect(options.excludeCredentials.map(({ id }) => id)).toContain(device.id);
    await remove(device.id);
  });

  it("lists it until it is deleted", async () => {
    const device = await passkeys.register(tokens);
    const [shown] = await passkeys.list(tokens);
    expect(shown).toMatchObject({
      CredentialId: device.id,
      RelyingPartyId: relyingPartyId,
      AuthenticatorAttachment: "platform",
      AuthenticatorTransports: ["internal"],
    });
    expect(shown?.CreatedAt?.getTime()).toBe(passkeys.portal.now());
    await remove(device.id);
    expect(await passkeys.list(tokens)).toEqual([]);
    await expect(remove(device.id)).rejects.toMatchObject(refused("ResourceNotFoundException"));
  });

  it("takes the latest challenge only, once, and within a minute", async () => {
    const notFound = refused("WebAuthnChallengeNotFoundException");
    const device = softwareAuthenticator(origin);
    const first = await passkeys.startRegistration(tokens);
    const second = await passkeys.startRegistration(tokens);
    await expect(passkeys.completeRegistration(tokens, device.create(first))).rejects.toMatchObject(notFound);
    await expect(passkeys.completeRegistration(tokens, device.create(second))).rejects.toMatchObject(
      notFound,
    );
    const third = device.create(await passkeys.startRegistration(tokens));
    await passkeys.completeRegistration(tokens, third);
    await expect(passkeys.completeRegistration(tokens, third)).rejects.toMatchObject(notFound);
    const late = softwareAuthenticator(origin).create(await passkeys.startRegistration(tokens));
    passkeys.portal.advance(60);
    await expect(passkeys.completeRegistration(tokens, late)).rejects.toMatchObject(notFound);
    await remove(device.id);
  });

  const twists: readonly [string, Twist, string][] = [
    ["of another page", { origin: "https://portal.example.com" }, "WebAuthnOriginNotAllowedException"],
    ["of a page below", { origin: "https://x.portal.example.org" }, "WebAuthnOriginNotAllowedException"],
    ["of a page without TLS", { origin: "http://portal.example.org" }, "WebAuthnOriginNotAllowedException"],
    ["in a frame of another page", { crossOrigin: true }, "WebAuthnOriginNotAllowedException"],
    ["for another relying party", { relyingPartyId: "example.com" }, "WebAuthnRelyingPartyMismatchException"],
    ["for another challenge", { challenge: "AAAA" }, "WebAuthnChallengeNotFoundException"],
    ["with nobody there", { flags: { userPresent: false } }, "WebAuthnCredentialNotSupportedException"],
    ["with nobody verified", { flags: { userVerified: false } }, "WebAuthnCredentialNotSupportedException"],
    [
      "backed up though it may not be",
      { flags: { backupEligible: false, backedUp: true } },
      "WebAuthnCredentialNotSupportedException",
    ],
    ["with an attestation", { format: "packed" }, "WebAuthnCredentialNotSupportedException"],
    ["of an algorithm not asked for", { algorithm: -8 }, "WebAuthnCredentialNotSupportedException"],
    ["with a short id", { id: Buffer.alloc(15) }, "WebAuthnCredentialNotSupportedException"],
    ["with an endless id", { id: Buffer.alloc(1024) }, "WebAuthnCredentialNotSupportedException"],
    ["that is an assertion", { type: "webauthn.get" }, "InvalidParameterException"],
  ];
  it.each(twists)("refuses one %s", async (_what, twist, name) => {
    await expect(passkeys.register(tokens, undefined, twist)).rejects.toMatchObject(refused(name));
    expect(await passkeys.list(tokens)).toEqual([]);
  });

  it("refuses a credential that is not as a browser tells it", async () => {
    const bent: ((credential: ReturnType<ReturnType<typeof softwareAuthenticator>["create"]>) => object)[] = [
      () => ({}),
      (credential) => ({ ...credential, more: true }),
      (credential) => ({ ...credential, rawId: "AAAA" }),
      (credential) => ({ ...credential, type: "password" }),
      (credential) => ({ ...credential, id: `${credential.id}=`, rawId: `${credential.id}=` }),
      ...["clientDataJSON", "attestationObject", "authenticatorData", "transports", "publicKeyAlgorithm"].map(
        (member) => (credential: { response: object }) => ({
          ...credential,
          response: { ...credential.response, [member]: "oA" },
        }),
      ),
    ];
    for (const bend of bent) {
      const made = softwareAuthenticator(origin).create(await passkeys.startRegistration(tokens));
      await expect(passkeys.completeRegistration(tokens, bend(made))).rejects.toMatchObject(
        refused("InvalidParameterException"),
      );
    }
    expect(await passkeys.list(tokens)).toEqual([]);
  });

  it("refuses a credential that somebody has", async () => {
    const { device } = await passkeys.person("owner@example.org");
    await expect(passkeys.register(tokens, device)).rejects.toMatchObject(
      refused("InvalidParameterException"),
    );
  });

  it("is begun and completed through one client", async () => {
    const { email, device, tokens: own } = await passkeys.person("clerk@example.org");
    const { AuthenticationResult: ofDesk } = await passkeys.signIn(email, device, {}, "desk");
    const made = softwareAuthenticator(origin).create(await passkeys.startRegistration(own));
    await expect(passkeys.completeRegistration(ofDesk, made)).rejects.toMatchObject(
      refused("WebAuthnClientMismatchException"),
    );
  });

  it("ends at twenty", async () => {
    const { tokens: own } = await passkeys.person("many@example.org");
    for (let count = 1; count < 20; count += 1) await passkeys.register(own);
    await expect(passkeys.startRegistration(own)).rejects.toMatchObject(refused("LimitExceededException"));
  });
});

describe("an access token", () => {
  it("has to be the pool's own, of somebody who is not disabled", async () => {
    const { portal } = passkeys;
    const { email, tokens: own } = await passkeys.person("gone@example.org");
    const forged = { AccessToken: own?.AccessToken?.replace(/.{4}$/, "AAAA") };
    await expect(passkeys.startRegistration(forged)).rejects.toMatchObject(refused("NotAuthorizedException"));
    await expect(passkeys.list({ AccessToken: own?.IdToken })).rejects.toMatchObject(
      refused("NotAuthorizedException"),
    );
    await portal.auth.send(new AdminDisableUserCommand({ UserPoolId: portal.poolID, Username: email }));
    await expect(passkeys.startRegistration(own)).rejects.toMatchObject(refused("NotAuthorizedException"));
  });

  it("registers nothing while the password has to be chosen anew", async () => {
    const { portal, steps } = passkeys;
    const email = "anew@example.org";
    portal.cognito.seedUser("people", { email, password: temporary, permanent: false });
    const { tokens: own } = await steps.firstSignIn(email);
    await portal.auth.send(new AdminResetUserPasswordCommand({ UserPoolId: portal.poolID, Username: email }));
    await expect(passkeys.startRegistration(own)).rejects.toMatchObject(
      refused("PasswordResetRequiredException"),
    );
  });

  it("is good for one's own passkeys only", async () => {
    const { device, tokens: own } = await passkeys.person("other@example.org");
    await expect(remove(device.id)).rejects.toMatchObject(refused("ResourceNotFoundException"));
    expect(await passkeys.list(own)).toMatchObject([{ CredentialId: device.id }]);
  });
});

describe("a pool", () => {
  const start = async (more: Parameters<typeof startPasskeyPortal>[0]) => {
    const other = await startPasskeyPortal(more);
    await other.steps.create(pat);
    const { tokens: own } = await other.steps.firstSignIn(pat);
    return { ...other, begun: other.startRegistration(own) };
  };

  it("without passkeys among its first factors registers none", async () => {
    const { begun, portal } = await start({ firstFactors: ["PASSWORD"] });
    await expect(begun).rejects.toMatchObject(refused("WebAuthnNotEnabledException"));
    await portal.close();
  });

  it("without a relying party registers none", async () => {
    const { userVerification, factorConfiguration } = passkeyPool.webAuthn;
    const { begun, portal } = await start({ webAuthn: { userVerification, factorConfiguration } });
    await expect(begun).rejects.toMatchObject(refused("WebAuthnConfigurationMissingException"));
    await portal.close();
  });
});
