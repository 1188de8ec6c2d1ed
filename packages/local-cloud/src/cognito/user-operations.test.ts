import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosen, clientID, type Portal, signInSteps, startPortal, temporary } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let portal: Portal;
let steps: ReturnType<typeof signInSteps>;
let who: { UserPoolId: string; Username: string };
const pat = "pat@example.org";

beforeEach(async () => {
  portal = await startPortal();
  steps = signInSteps(portal);
  who = { UserPoolId: portal.poolID, Username: pat };
});
afterEach(() => portal.close());

describe("the right to administer", () => {
  it("is judged on the pool before anything else, so a role without it learns nothing", async () => {
    const refused = { name: "AccessDeniedException" };
    const { intake } = portal;
    await expect(intake.send(new AdminGetUserCommand(who))).rejects.toMatchObject(refused);
    const elsewhere = { ...who, UserPoolId: "us-east-1_Elsewhere" };
    await expect(intake.send(new AdminGetUserCommand(elsewhere))).rejects.toMatchObject(refused);
    const creation = new AdminCreateUserCommand({ ...who, MessageAction: "SUPPRESS" });
    await expect(intake.send(creation)).rejects.toMatchObject(refused);
    const signIn = new AdminInitiateAuthCommand({
      UserPoolId: portal.poolID,
      ClientId: clientID,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: pat, PASSWORD: temporary },
    });
    await expect(intake.send(signIn)).rejects.toMatchObject(refused);
    expect(portal.reached).toEqual([]);
  });

  it("needs a signature by a known credential", async () => {
    await expect(portal.stranger.send(new AdminGetUserCommand(who))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });

  it("reaches the seam with its action once the call has taken effect", async () => {
    await steps.create(pat);
    expect(portal.reached).toEqual(["cognito-idp:AdminCreateUser"]);
  });
});

describe("creating a user", () => {
  it("answers with a random sub and the status of a temporary password", async () => {
    const { User } = await steps.create("Pat@Example.org");
    expect(User).toMatchObject({ Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" });
    const attributes = Object.fromEntries((User?.Attributes ?? []).map(({ Name, Value }) => [Name, Value]));
    expect(attributes["sub"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(User?.Username).toBe(attributes["sub"]);
    expect(attributes["email"]).toBe("Pat@Example.org");
    const other = await steps.create("eve@example.org");
    expect(other.User?.Attributes?.[0]?.Value).not.toBe(attributes["sub"]);
  });

  it("refuses a name that is no e-mail address, or is not that of the attributes", async () => {
    const refused = { name: "InvalidParameterException", message: "Username should be an email." };
    await expect(steps.create("pat")).rejects.toMatchObject(refused);
    const UserAttributes = [{ Name: "email", Value: "eve@example.org" }];
    const other = new AdminCreateUserCommand({ ...who, MessageAction: "SUPPRESS", UserAttributes });
    await expect(portal.auth.send(other)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("refuses an address that is taken in any case, and a password against the policy", async () => {
    await steps.create(pat);
    await expect(steps.create("PAT@example.org")).rejects.toMatchObject({ name: "UsernameExistsException" });
    await expect(steps.create("eve@example.org", "short")).rejects.toMatchObject({
      name: "InvalidPasswordException",
    });
  });

  it("refuses what this pool does not offer: messages, a chosen sub, undeclared attributes", async () => {
    const refused = { name: "InvalidParameterException" };
    const create = (more: object) => portal.auth.send(new AdminCreateUserCommand({ ...who, ...more }));
    await expect(create({})).rejects.toMatchObject(refused);
    for (const Name of ["sub", "custom:clinic", "cognito:username"]) {
      const UserAttributes = [{ Name, Value: "x" }];
      await expect(create({ MessageAction: "SUPPRESS", UserAttributes })).rejects.toMatchObject(refused);
    }
  });
});

describe("administering a user", () => {
  it("shows status and factors, and knows the user by e-mail address and by name", async () => {
    await steps.create(pat);
    await steps.firstSignIn(pat);
    const shown = await portal.auth.send(new AdminGetUserCommand(who));
    expect(shown).toMatchObject({
      UserStatus: "CONFIRMED",
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    });
    expect(shown.UserCreateDate?.getTime()).toBe(portal.now());
    expect(shown.UserAttributes?.[0]).toEqual({ Name: "sub", Value: shown.Username });
    const byName = new AdminGetUserCommand({ ...who, Username: shown.Username });
    expect((await portal.auth.send(byName)).Username).toBe(shown.Username);
  });

  it("names a user who is not there", async () => {
    await expect(portal.auth.send(new AdminGetUserCommand(who))).rejects.toMatchObject({
      name: "UserNotFoundException",
    });
  });

  it("sets a permanent password, or one to be changed at the next sign-in, and voids the old one", async () => {
    await steps.create(pat);
    const set = (Password: string, Permanent: boolean) =>
      portal.auth.send(new AdminSetUserPasswordCommand({ ...who, Password, Permanent }));
    await set(chosen, true);
    await expect(steps.begin(pat, temporary)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    expect((await steps.begin(pat, chosen)).ChallengeName).toBe("MFA_SETUP");
    await set("yet another password", false);
    expect((await steps.begin(pat, "yet another password")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  });

  it("cannot declare a second factor that the user never proved", async () => {
    await steps.create(pat);
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    const command = new AdminSetUserMFAPreferenceCommand({ ...who, SoftwareTokenMfaSettings });
    await expect(portal.auth.send(command)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("signs a user out everywhere", async () => {
    await steps.create(pat);
    const { tokens } = await steps.firstSignIn(pat);
    const getUser = () => portal.auth.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }));
    expect((await getUser()).UserAttributes).toContainEqual({ Name: "email", Value: pat });
    await portal.auth.send(new AdminUserGlobalSignOutCommand(who));
    await expect(getUser()).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Access Token has been revoked",
    });
  });
});

describe("a seeded user", () => {
  const totpSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  it("with a secret and a permanent password signs in with a code at once", async () => {
    const { sub } = portal.cognito.seedUser("people", {
      email: pat,
      password: chosen,
      totpSecret,
      permanent: true,
    });
    expect(sub).toMatch(/^[0-9a-f-]{36}$/);
    const { Session } = await steps.begin(pat, chosen);
    const done = await steps.giveCode(Session, pat, totpCode(totpSecret, portal.now()));
    expect(done.AuthenticationResult).toBeDefined();
  });

  it("with a temporary password goes through the whole first sign-in", async () => {
    portal.cognito.seedUser("people", { email: pat, password: temporary, permanent: false });
    expect((await steps.firstSignIn(pat)).tokens).toBeDefined();
  });

  it("is held to the pool's rules", () => {
    const seed = { email: pat, permanent: true };
    expect(() => portal.cognito.seedUser("people", { ...seed, password: "short" })).toThrow(
      "Password did not",
    );
    expect(() =>
      portal.cognito.seedUser("people", { ...seed, password: chosen, totpSecret: "short" }),
    ).toThrow(RangeError);
    expect(() => portal.cognito.seedUser("nobody's", { ...seed, password: chosen })).toThrow("no user pool");
  });
});
