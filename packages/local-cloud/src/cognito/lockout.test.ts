import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosen, type Portal, signInSteps, startPortal, temporary } from "./portal.fixture.ts";
import { totpCode } from "./totp.ts";

let portal: Portal;
let steps: ReturnType<typeof signInSteps>;
const pat = "pat@example.org";
const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const locked = { name: "NotAuthorizedException", message: "Password attempts exceeded" };

beforeEach(async () => {
  portal = await startPortal();
  steps = signInSteps(portal);
  await steps.create(pat);
});
afterEach(() => portal.close());

async function failTimes(times: number, username = pat): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await expect(steps.begin(username, "not the password")).rejects.toMatchObject(wrong);
  }
}

describe("guessing", () => {
  it("tells nothing about who has an account, neither by the refusal nor by the lock", async () => {
    await failTimes(5, pat);
    await failTimes(5, "ghost@example.org");
    await expect(steps.begin(pat, "x")).rejects.toMatchObject(locked);
    await expect(steps.begin("ghost@example.org", "x")).rejects.toMatchObject(locked);
  });

  it("locks for 1 s after the fifth failure, even against the right password", async () => {
    await failTimes(4);
    expect((await steps.begin(pat, temporary)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    await failTimes(1);
    await expect(steps.begin(pat, temporary)).rejects.toMatchObject(locked);
    portal.advance(1);
    expect((await steps.begin(pat, temporary)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  });

  it("doubles the lock with each further failure, up to 15 minutes", async () => {
    await failTimes(5);
    const lockedForSeconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
    for (const seconds of lockedForSeconds) {
      portal.advance(seconds - 0.001);
      await expect(steps.begin(pat, temporary)).rejects.toMatchObject(locked);
      portal.advance(0.001);
      await failTimes(1);
    }
  });

  it("is not helped by a burst: the sixth of many guesses at once is refused unjudged", async () => {
    const burst = await Promise.allSettled(
      Array.from({ length: 8 }, (_, number) => steps.begin(pat, `guess number ${number}`)),
    );
    const messages = burst.map((result) => (result.status === "rejected" ? result.reason.message : "let in"));
    expect(messages.filter((message) => message === wrong.message)).toHaveLength(5);
    expect(messages.filter((message) => message === locked.message)).toHaveLength(3);
  });

  it("counts wrong codes together with wrong passwords, and a right password alone resets nothing", async () => {
    const { secret } = await steps.firstSignIn(pat);
    portal.advance(60);
    const good = [-30_000, 0, 30_000].map((offsetMs) => totpCode(secret, portal.now() + offsetMs));
    const guess = ["000000", "111111", "222222", "333333"].find((candidate) => !good.includes(candidate));
    for (let time = 0; time < 5; time += 1) {
      const { Session } = await steps.begin(pat, chosen);
      await expect(steps.giveCode(Session, pat, guess ?? "")).rejects.toMatchObject({
        name: "CodeMismatchException",
      });
    }
    await expect(steps.begin(pat, chosen)).rejects.toMatchObject(locked);
  });

  it("holds the second factor, too, while the user is locked", async () => {
    const { secret } = await steps.firstSignIn(pat);
    portal.advance(60);
    const { Session } = await steps.begin(pat, chosen);
    await failTimes(5);
    const right = totpCode(secret, portal.now());
    await expect(steps.giveCode(Session, pat, right)).rejects.toMatchObject(locked);
    portal.advance(1);
    expect((await steps.giveCode(Session, pat, right)).AuthenticationResult).toBeDefined();
  });

  it("is forgotten after a whole sign-in", async () => {
    const { secret } = await steps.firstSignIn(pat);
    portal.advance(60);
    await failTimes(4);
    const { Session } = await steps.begin(pat, chosen);
    await steps.giveCode(Session, pat, totpCode(secret, portal.now()));
    await failTimes(4);
    expect((await steps.begin(pat, chosen)).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });
});
