import { createDevice, type Device } from "@postern/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { password, totpSecret, createScene, type Scene } from "./session-scene.ts";
import { codeOf, startWorld, type SessionWorld } from "./session-world.ts";

let world: SessionWorld;
let device: Device;
let scene: Scene;

beforeAll(async () => {
  world = await startWorld();
  device = await createDevice();
  scene = createScene(world, device);
});
afterAll(() => world.close());

/** So that a count begins with the test. */
const secondsToNext = (seconds: number) => seconds - ((Date.now() / 1000) % seconds);

describe("the first sign-in", () => {
  test("asks for an own password, then for an authenticator app, and opens a session", async () => {
    const browser = world.browser("203.0.113.200");
    const newcomer = await world.person("newcomer@example.org", {
      password,
      permanent: false,
      role: "patient",
    });
    const first = await browser.post("sign-in", { email: "Newcomer@Example.org", password });
    expect(first).toMatchObject({ status: 200, body: { stage: "new-password", minimumLength: 12 } });
    const weak = await browser.post("new-password", { password: "twelve-chars" });
    expect(weak).toMatchObject({ status: 400, body: { code: "password-weak", fields: ["password"] } });
    const given = await browser.post("new-password", { password });
    expect(given).toMatchObject({ status: 400, body: { code: "password-given", fields: ["password"] } });
    const second = await browser.post("new-password", { password: "the sea is a slow clock" });
    expect(second.body).toMatchObject({
      stage: "enrol-totp",
      secret: expect.stringMatching(/^[A-Z2-7]{16,}$/),
    });
    const { secret, uri } = second.body as { secret: string; uri: string };
    expect(uri).toBe(`otpauth://totp/Postern:portal?secret=${secret}&issuer=Postern`);
    const wrong = await browser.post("enrol-totp", { code: "000000", devicePublicKey: device.publicKey });
    expect(wrong).toMatchObject({ status: 401, body: { code: "code-wrong" } });
    const done = await browser.post("enrol-totp", {
      code: codeOf(secret),
      devicePublicKey: device.publicKey,
    });
    expect(done).toMatchObject({
      status: 200,
      body: { stage: "done", session: { clinicID: newcomer.clinicID, role: "patient", idleSeconds: 3600 } },
    });
    expect(await scene.codes(newcomer.clinicID)).toEqual(
      expect.arrayContaining(["session.enrol ok", "session.open ok"]),
    );
  });
});

describe("a sign-in", () => {
  test("gives a new id at each step, and cookies that no script and no other site can use", async () => {
    const { person, browser } = await scene.arrive();
    browser.jar.set("__Host-session", "AAAAAAAAAAAAAAAAAAAAAA");
    const first = await browser.post("sign-in", { email: person.email, password });
    expect(first.body).toEqual({ stage: "totp" });
    const presession = browser.jar.get("__Host-pre");
    const done = await browser.post("totp", { code: codeOf(totpSecret), devicePublicKey: device.publicKey });
    expect(done.body).toMatchObject({ stage: "done", session: { clinicID: person.clinicID } });
    const session = browser.jar.get("__Host-session");
    expect(session).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(session).not.toBe("AAAAAAAAAAAAAAAAAAAAAA");
    expect(session).not.toBe(presession);
    expect(browser.jar.has("__Host-pre")).toBe(false);
    for (const cookie of [...first.cookies, ...done.cookies]) {
      expect(cookie.split("; ")).toEqual(
        expect.arrayContaining(["Path=/", "HttpOnly", "Secure", "SameSite=Strict"]),
      );
      expect(cookie).not.toMatch(/domain/i);
    }
    expect(await scene.codes(person.clinicID)).toEqual(["session.open ok"]);
  });

  test("leaves nothing in the table or the log that opens a session", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    const rows = JSON.stringify([await world.sessionRows(), await world.audit(person.clinicID)]);
    expect(rows).not.toContain(browser.jar.get("__Host-session"));
    expect(rows).not.toMatch(/eyJ|203\.0\.113\./);
    await browser.post("sign-in", { email: person.email, password: "wrong" });
    expect(world.logs.join("")).toContain("sign-in-failed");
    expect(world.logs.join("")).not.toMatch(/@example\.org|203\.0\.113\.|eyJ|horse|JBSWY/);
    expect(JSON.stringify(await world.audit())).not.toContain("@example.org");
  });

  test("answers a wrong password and an unknown address alike, and records both", async () => {
    const { person, browser } = await scene.arrive();
    const before = (await scene.codes()).filter(
      (row) => row === "session.sign-in refused sign-in-failed",
    ).length;
    const wrong = await browser.post("sign-in", { email: person.email, password: "wrong" });
    const unknown = await browser.post("sign-in", { email: "nobody@example.org", password });
    expect(wrong.status).toBe(401);
    expect(unknown).toMatchObject({ status: wrong.status, body: wrong.body });
    expect(wrong.cookies).toEqual([]);
    const after = (await scene.codes()).filter(
      (row) => row === "session.sign-in refused sign-in-failed",
    ).length;
    expect(after - before).toBe(2);
  });

  test("refuses a wrong code and lets one try again, but takes no code twice", async () => {
    const { person, browser } = await scene.arrive();
    const code = codeOf(totpSecret);
    await browser.post("sign-in", { email: person.email, password });
    const guess = code === "123456" ? "654321" : "123456";
    const wrong = await browser.post("totp", { code: guess, devicePublicKey: device.publicKey });
    expect(wrong).toMatchObject({ status: 401, body: { code: "code-wrong" } });
    expect((await browser.post("totp", { code, devicePublicKey: device.publicKey })).status).toBe(200);
    await browser.post("sign-in", { email: person.email, password });
    const again = await browser.post("totp", { code, devicePublicKey: device.publicKey });
    expect(again).toMatchObject({ status: 401, body: { code: "code-used" } });
    expect(await scene.codes()).toEqual(
      expect.arrayContaining(["session.open refused code-wrong", "session.open refused code-used"]),
    );
  });

  test("takes no step twice, none without its cookie, and none at another step", async () => {
    const { person, browser } = await scene.arrive();
    await browser.post("sign-in", { email: person.email, password });
    const other = await browser.post("new-password", { password: "the sea is a slow clock" });
    expect(other).toMatchObject({ status: 401, body: { code: "sign-in-expired" } });
    const used = browser.jar.get("__Host-pre") ?? "";
    const answer = { code: codeOf(totpSecret), devicePublicKey: device.publicKey };
    expect((await browser.post("totp", answer)).status).toBe(200);
    browser.jar.set("__Host-pre", used);
    world.advance(30);
    const replay = await browser.post("totp", { ...answer, code: codeOf(totpSecret) });
    expect(replay).toMatchObject({ status: 401, body: { code: "sign-in-expired" } });
    browser.jar.clear();
    expect((await browser.post("totp", answer)).body).toMatchObject({ code: "sign-in-expired" });
  });

  test("must be finished within 15 minutes", async () => {
    const { person, browser } = await scene.arrive();
    await browser.post("sign-in", { email: person.email, password });
    world.advance(15 * 60);
    const late = await browser.post("totp", { code: codeOf(totpSecret), devicePublicKey: device.publicKey });
    expect(late).toMatchObject({ status: 401, body: { code: "sign-in-expired" } });
  });

  test("of two requests with one code, one wins", async () => {
    const { person, browser } = await scene.arrive();
    await browser.post("sign-in", { email: person.email, password });
    const presession = browser.jar.get("__Host-pre") ?? "";
    const answer = { code: codeOf(totpSecret), devicePublicKey: device.publicKey };
    const copy = world.browser("203.0.113.250");
    copy.jar.set("__Host-pre", presession);
    const replies = await Promise.all([browser.post("totp", answer), copy.post("totp", answer)]);
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401]);
    expect(
      (await scene.codes(person.clinicID)).filter((row) => row.startsWith("session.open ok")),
    ).toHaveLength(1);
  });

  test("refuses a device key that is no point of the curve before it costs a code", async () => {
    const { person, browser } = await scene.arrive();
    await browser.post("sign-in", { email: person.email, password });
    const off = Buffer.alloc(65, 7);
    off[0] = 4;
    const code = codeOf(totpSecret);
    const refused = await browser.post("totp", { code, devicePublicKey: off.toString("base64") });
    expect(refused).toMatchObject({ status: 400, body: { code: "input", fields: ["devicePublicKey"] } });
    expect((await browser.post("totp", { code, devicePublicKey: device.publicKey })).status).toBe(200);
  });

  test("lets nobody in whose membership has ended, or who never had one", async () => {
    const { person, browser } = await scene.arrive();
    await world.changeMembership(person, "ended");
    expect(await scene.enter(browser, person)).toMatchObject({ status: 403, body: { code: "no-clinic" } });
    const stray = await world.person("stray@example.org", { password, totpSecret });
    expect(await scene.enter(browser, stray)).toMatchObject({ status: 403, body: { code: "no-clinic" } });
    expect(browser.jar.has("__Host-session")).toBe(false);
  });

  test("ends the session that the browser had before", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    const thief = world.browser("203.0.113.251");
    thief.jar.set("__Host-session", browser.jar.get("__Host-session") ?? "");
    expect((await thief.get("session")).status).toBe(200);
    world.advance(30);
    await scene.enter(browser, person);
    expect((await thief.get("session")).status).toBe(401);
    expect((await browser.get("session")).status).toBe(200);
  });

  test("is refused from anywhere but the portal", async () => {
    const { person, browser } = await scene.arrive();
    const answer = { email: person.email, password };
    for (const origin of [undefined, "null", "https://portal.example.org.evil.example"]) {
      const reply = await browser.post("sign-in", answer, { origin });
      expect(reply).toMatchObject({ status: 403, body: { code: "other-origin" } });
    }
    const direct = await browser.post("sign-in", answer, { "postern-origin-secret": undefined });
    expect(direct).toMatchObject({ status: 403, body: { code: "not-through-edge" } });
  });

  test("is counted: too many from one address are refused, and have one row together", async () => {
    const { person, browser } = await scene.arrive();
    world.advance(secondsToNext(60));
    const statuses: number[] = [];
    for (let step = 0; step < 33; step++) {
      const reply = await browser.post("totp", { code: "123456", devicePublicKey: device.publicKey });
      statuses.push(reply.status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429, 429]);
    const rows = (await scene.codes()).filter((row) => row === "session.sign-in refused too-many-tries");
    expect(rows).toHaveLength(1);
    const refused = await browser.post("sign-in", { email: person.email, password });
    expect(refused.body).toMatchObject({ code: "too-many-tries", retryAfterSeconds: 60 });
  });

  test("is counted by e-mail address, from wherever it is tried", async () => {
    const { person } = await scene.arrive();
    world.advance(secondsToNext(300));
    const replies: unknown[] = [];
    for (let step = 0; step < 21; step++) {
      const browser = world.browser(`198.51.100.${step}`);
      replies.push((await browser.post("sign-in", { email: person.email, password })).body["code"]);
    }
    expect(replies.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => undefined));
    expect(replies[20]).toBe("too-many-tries");
  });

  test("is refused while it cannot be counted", async () => {
    const { person, browser } = await scene.arrive();
    const restore = world.cloud.failTable(world.tables.limit);
    const reply = await browser.post("sign-in", { email: person.email, password });
    restore();
    expect(reply.status).toBe(503);
    expect(reply.cookies).toEqual([]);
  });

  test("opens nothing while it cannot be recorded", async () => {
    const { person, browser } = await scene.arrive();
    await browser.post("sign-in", { email: person.email, password });
    const restore = world.cloud.failTable(world.tables.audit);
    const reply = await browser.post("totp", { code: codeOf(totpSecret), devicePublicKey: device.publicKey });
    restore();
    expect(reply.status).toBe(503);
    const owned = (await world.sessionRows()).filter(({ personID }) => personID === person.personID);
    expect(owned).toEqual([]);
  });
});
