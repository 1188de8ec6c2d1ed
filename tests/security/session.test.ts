import { createDevice, openProof, type Device } from "@postern/client";
import type { SessionHandle } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScene, type Scene } from "./session-scene.ts";
import { startWorld, type SessionWorld } from "./session-world.ts";

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

describe("a session", () => {
  test("ends with the next request after its membership has changed", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    expect((await browser.get("session")).status).toBe(200);
    await world.changeMembership(person, "active");
    expect(await browser.get("session")).toMatchObject({ status: 401, body: { code: "signed-out" } });
  });

  test("locks after 15 idle minutes of staff, and no activity opens it again", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    world.advance(14 * 60);
    expect((await browser.post("touch")).status).toBe(200);
    world.advance(14 * 60);
    expect((await browser.get("session")).status).toBe(200);
    expect((await browser.post("touch")).status).toBe(200);
    world.advance(15 * 60 + 1);
    const locked = await browser.post("touch");
    expect(locked).toMatchObject({ status: 401, body: { code: "session-locked" } });
    expect((await browser.get("session")).status).toBe(200);
    expect((await browser.get("proof")).status).toBe(200);
    expect((await browser.post("touch")).status).toBe(401);
  });

  test("of staff ends after 12 hours, however busy", async () => {
    const { person, browser } = await scene.arrive();
    const done = await scene.enter(browser, person);
    const { endsAt } = (done.body as { session: { endsAt: string } }).session;
    expect(Date.parse(endsAt) - Date.now()).toBe(12 * 3600_000);
    world.advance(12 * 3600);
    await world.restart();
    expect(await browser.get("session")).toMatchObject({ status: 401, body: { code: "signed-out" } });
  });

  test("is renewed by a proof that only its device can give, once", async () => {
    const { person, browser } = await scene.arrive();
    const done = await scene.enter(browser, person);
    const { handle } = (done.body as { session: { handle: SessionHandle } }).session;
    world.advance(10 * 60);
    const { body } = await browser.get("proof");
    const challenge = body as { encapsulated: string; ciphertext: string };
    const stranger = await createDevice();
    await expect(openProof({ device: stranger, sessionHandle: handle, challenge })).rejects.toThrow(
      "not for this device",
    );
    const wrong = await browser.post("proof", { nonce: Buffer.alloc(32).toString("base64") });
    expect(wrong).toMatchObject({ status: 401, body: { code: "proof-wrong" } });
    const nonce = await openProof({ device, sessionHandle: handle, challenge });
    const proven = await browser.post("proof", { nonce });
    expect(proven).toMatchObject({ status: 200, body: { provenAt: new Date(Date.now()).toISOString() } });
    expect(await browser.post("proof", { nonce })).toMatchObject({
      status: 401,
      body: { code: "proof-wrong" },
    });
    const late = (await browser.get("proof")).body as typeof challenge;
    world.advance(5 * 60 + 1);
    const opened = await openProof({ device, sessionHandle: handle, challenge: late });
    expect((await browser.post("proof", { nonce: opened })).status).toBe(401);
  });

  test("ends on the server when one signs out, and signing out twice is no fault", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    const copy = world.browser("203.0.113.252");
    copy.jar.set("__Host-session", browser.jar.get("__Host-session") ?? "");
    const out = await browser.post("sign-out");
    expect(out.status).toBe(200);
    expect(out.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect(browser.jar.size).toBe(0);
    expect(await copy.get("session")).toMatchObject({ status: 401, body: { code: "signed-out" } });
    expect((await browser.post("sign-out")).status).toBe(200);
    expect((await copy.post("sign-out")).status).toBe(200);
    expect(await scene.codes(person.clinicID)).toContain("session.sign-out ok");
  });
});

describe("strangers", () => {
  test("without a cookie are told so and leave no row when a page starts", async () => {
    const before = (await world.audit()).length;
    const reply = await world.browser("192.0.2.1").get("session");
    expect(reply).toMatchObject({ status: 401, body: { code: "signed-out" } });
    expect(await world.audit()).toHaveLength(before);
  });

  test("with a dead cookie have a row each, up to 20 in a minute, and one for all the rest", async () => {
    world.advance(secondsToNext(60));
    const browser = world.browser("192.0.2.2");
    browser.jar.set("__Host-session", "AAAAAAAAAAAAAAAAAAAAAA");
    const before = (await scene.codes()).filter((row) => row.startsWith("session.refused"));
    for (let call = 0; call < 25; call++) expect((await browser.get("session")).status).toBe(401);
    const rows = (await scene.codes())
      .filter((row) => row.startsWith("session.refused"))
      .slice(before.length);
    expect(rows.filter((row) => row.endsWith("signed-out"))).toHaveLength(20);
    expect(rows.filter((row) => row.endsWith("and-more"))).toHaveLength(1);
  });
});
