import {
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosen, clientID, type Portal, signInSteps, startPortal } from "./portal.fixture.ts";

const pat = "pat@example.org";
const next = "another horse that reads";

let portal: Portal;
let steps: ReturnType<typeof signInSteps>;
beforeEach(async () => {
  portal = await startPortal({ recovery: "verified_email" });
  steps = signInSteps(portal);
  portal.cognito.seedUser("people", { email: pat, password: chosen, permanent: true });
});
afterEach(() => portal.close());

const forget = (Username = pat, ClientId = clientID) =>
  portal.stranger.send(new ForgotPasswordCommand({ ClientId, Username }));
const confirm = (ConfirmationCode: string, Password = next) =>
  portal.stranger.send(
    new ConfirmForgotPasswordCommand({ ClientId: clientID, Username: pat, ConfirmationCode, Password }),
  );
const lastCode = () => /\d{6}$/u.exec(portal.outbox.list().at(-1)?.text ?? "")?.[0] ?? "";
const wrong = () => (lastCode() === "000000" ? "000001" : "000000");
const named = (name: string) => expect.objectContaining({ name }) as unknown as Error;

describe("who forgot the password", () => {
  it("gets a code by mail and chooses another with it, once", async () => {
    const { CodeDeliveryDetails } = await forget();
    expect(CodeDeliveryDetails?.Destination).toBe("p***@e***");
    expect(portal.outbox.list()).toMatchObject([{ to: [pat] }]);
    const code = lastCode();
    await confirm(code);
    await expect(steps.begin(pat, chosen)).rejects.toThrow(named("NotAuthorizedException"));
    expect(await steps.begin(pat, next)).toMatchObject({ ChallengeName: "MFA_SETUP" });
    await expect(confirm(code)).rejects.toThrow(named("CodeMismatchException"));
  });

  it("has a code for an hour, and only the latest", async () => {
    await forget();
    const first = lastCode();
    await forget();
    await expect(confirm(first === lastCode() ? wrong() : first)).rejects.toThrow(
      named("CodeMismatchException"),
    );
    portal.advance(3600);
    await expect(confirm(lastCode())).rejects.toThrow(named("ExpiredCodeException"));
  });

  it("has five guesses, which a new code does not give again", async () => {
    await forget();
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(confirm(wrong())).rejects.toThrow(named("CodeMismatchException"));
      if (guess < 4) await forget();
    }
    await expect(confirm(lastCode())).rejects.toThrow(named("LimitExceededException"));
    await expect(forget()).rejects.toThrow(named("LimitExceededException"));
    portal.advance(3600);
    await forget();
    await confirm(lastCode());
  });

  it("keeps the code when the new password is against the rules", async () => {
    await forget();
    await expect(confirm(lastCode(), "short")).rejects.toThrow(named("InvalidPasswordException"));
    await confirm(lastCode());
  });
});

it("answers a name without an account alike, and sends nothing", async () => {
  const { CodeDeliveryDetails } = await forget("pit@elsewhere.example");
  expect(CodeDeliveryDetails).toEqual({
    Destination: "p***@e***",
    DeliveryMedium: "EMAIL",
    AttributeName: "email",
  });
  expect(portal.outbox.list()).toEqual([]);
});

it("an administrator ends a password: it works no more, and a code is sent", async () => {
  const who = { UserPoolId: portal.poolID, Username: pat };
  await portal.auth.send(new AdminResetUserPasswordCommand(who));
  expect(await portal.auth.send(new AdminGetUserCommand(who))).toMatchObject({
    UserStatus: "RESET_REQUIRED",
  });
  await expect(steps.begin(pat, chosen)).rejects.toThrow(named("PasswordResetRequiredException"));
  await confirm(lastCode());
  expect(await steps.begin(pat, next)).toMatchObject({ ChallengeName: "MFA_SETUP" });
  await expect(portal.intake.send(new AdminResetUserPasswordCommand(who))).rejects.toThrow(
    named("AccessDeniedException"),
  );
});

it("a temporary password cannot be reset", async () => {
  await steps.create("eve@example.org");
  const reset = new AdminResetUserPasswordCommand({ UserPoolId: portal.poolID, Username: "eve@example.org" });
  await expect(portal.auth.send(reset)).rejects.toThrow(named("NotAuthorizedException"));
});

it("a pool whose administrators help lets nobody help himself", async () => {
  await expect(forget(pat, "another")).rejects.toThrow(named("NotAuthorizedException"));
});
