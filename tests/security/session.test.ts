import { createDevice, openProof, type Device } from "@postern/client/device";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScene, handleOf, type Challenge, type Scene } from "./session-scene.ts";
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
    const { session } = (await scene.enter(browser, person)).body;
    const asked = await browser.get("session");
    expect([asked.status, asked.body]).toEqual([200, { session }]);
    await world.changeMembership(person, "active");
    expect(await browser.get("session")).toMatchObject({ status: 401, body: { code: "signed-out" } });
  });

  test("locks after 15 idle minutes of staff, and no activity opens it again", async () => {
    const { person, browser } = await scene.arrive();
    const handle = handleOf(await scene.enter(browser, person));
    const isHere = async () => {
      await scene.answer(browser, handle, await scene.ask(browser));
      return await browser.post("touch");
    };
    world.advance(14 * 60);
    expect((await isHere()).status).toBe(200);
    world.advance(14 * 60);
    expect((await browser.get("session")).status).toBe(200);
    expect((await isHere()).status).toBe(200);
    world.advance(15 * 60 + 1);
    expect(await isHere()).toMatchObject({ status: 401, body: { code: "session-locked" } });
    expect((await browser.get("session")).status).toBe(200);
    expect((await isHere()).status).toBe(401);
  });

  test("is kept from locking by a device that has proven itself lately, not by its cookie alone", async () => {
    const { person, browser } = await scene.arrive();
    const handle = handleOf(await scene.enter(browser, person));
    world.advance(5 * 60);
    expect((await browser.post("touch")).status).toBe(200);
    world.advance(1);
    const refused = await browser.post("touch");
    expect(refused).toMatchObject({ status: 401, body: { code: "proof-required" } });
    expect(await scene.codes(person.clinicID)).toContain("session.touch refused proof-required");
    await scene.answer(browser, handle, await scene.ask(browser));
    expect((await browser.post("touch")).status).toBe(200);
  });

  test("notes activity once a minute, together with its audit row or not at all", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    const rows = async () =>
      (await scene.codes(person.clinicID)).filter((row) => row === "session.touch ok").length;
    const seenAt = async () =>
      (await world.sessionRows()).find(({ personID }) => personID === person.personID)?.["seenAt"];
    for (let call = 0; call < 3; call++) expect((await browser.post("touch")).status).toBe(200);
    expect(await rows()).toBe(0);
    world.advance(60);
    for (let call = 0; call < 3; call++) expect((await browser.post("touch")).status).toBe(200);
    expect(await rows()).toBe(1);
    const noted = await seenAt();
    expect(noted).toBe(new Date(Date.now()).toISOString());
    world.advance(60);
    const restore = world.cloud.failTable(world.tables.audit);
    const unrecorded = await browser.post("touch");
    restore();
    expect(unrecorded.status).toBe(503);
    expect(await seenAt()).toBe(noted);
    expect((await browser.post("touch")).status).toBe(200);
    expect(await rows()).toBe(2);
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
    const handle = handleOf(await scene.enter(browser, person));
    world.advance(10 * 60);
    const challenge = await scene.ask(browser);
    const stranger = await createDevice();
    await expect(openProof({ device: stranger, sessionHandle: handle, challenge })).rejects.toThrow(
      "not for this device",
    );
    const wrong = await browser.post("proof", { nonce: Buffer.alloc(32).toString("base64") });
    expect(wrong).toMatchObject({ status: 401, body: { code: "proof-wrong" } });
    const proven = await scene.answer(browser, handle, challenge);
    expect(proven).toMatchObject({ status: 200, body: { provenAt: new Date(Date.now()).toISOString() } });
    const again = await scene.answer(browser, handle, challenge);
    expect(again).toMatchObject({ status: 401, body: { code: "proof-wrong" } });
  });

  test("takes a proof for five minutes after its challenge, and no longer", async () => {
    const { person, browser } = await scene.arrive();
    const handle = handleOf(await scene.enter(browser, person));
    const [timely, late] = [await scene.ask(browser), await scene.ask(browser)];
    world.advance(5 * 60);
    expect((await scene.answer(browser, handle, timely)).status).toBe(200);
    world.advance(1);
    const refused = await scene.answer(browser, handle, late);
    expect(refused).toMatchObject({ status: 401, body: { code: "proof-wrong" } });
  });

  test("takes the proofs of a page and its worker at once, in any order, each once", async () => {
    const { person, browser } = await scene.arrive();
    const handle = handleOf(await scene.enter(browser, person));
    const challenges: Challenge[] = [];
    for (let call = 0; call < 4; call++) challenges.push(await scene.ask(browser));
    const answerAll = async () => {
      const replies = challenges.map((challenge) => scene.answer(browser, handle, challenge));
      return (await Promise.all(replies)).map(({ status }) => status);
    };
    expect(await answerAll()).toEqual([200, 200, 200, 200]);
    expect(await answerAll()).toEqual([401, 401, 401, 401]);
    const pairs = Array.from({ length: 10 }, async () =>
      scene.answer(browser, handle, await scene.ask(browser)),
    );
    const statuses = (await Promise.all(pairs)).map(({ status }) => status);
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 200));
  });

  test("takes no proof of another session, though its device is the same", async () => {
    const [one, other] = [await scene.arrive(), await scene.arrive()];
    const handle = handleOf(await scene.enter(one.browser, one.person));
    await scene.enter(other.browser, other.person);
    const challenge = await scene.ask(one.browser);
    const stray = await scene.answer(other.browser, handle, challenge);
    expect(stray).toMatchObject({ status: 401, body: { code: "proof-wrong" } });
    expect((await scene.answer(one.browser, handle, challenge)).status).toBe(200);
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

describe("someone who calls without end", () => {
  test("is stopped for the rest of the minute, has one row for it, and can still sign out", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    world.advance(secondsToNext(60));
    await world.countCalls(person, 1199);
    expect((await browser.get("proof")).status).toBe(200);
    for (const path of ["proof", "proof", "proof"]) {
      const stopped = await browser.get(path);
      expect(stopped).toMatchObject({
        status: 429,
        body: { code: "too-many-calls", retryAfterSeconds: 60 },
      });
    }
    const rows = (await scene.codes(person.clinicID)).filter(
      (row) => row === "session.refused refused too-many-calls",
    );
    expect(rows).toHaveLength(1);
    expect((await browser.post("sign-out")).status).toBe(200);
  });
});

describe("someone signed in whose calls are refused without end", () => {
  const wrong = { nonce: Buffer.alloc(32).toString("base64") };

  test("has a row for each, up to 20 in a minute of the session, and one for all the rest", async () => {
    const { person, browser } = await scene.arrive();
    await scene.enter(browser, person);
    world.advance(secondsToNext(60));
    for (let call = 0; call < 12; call++) expect((await browser.post("proof", wrong)).status).toBe(401);
    // A page's first question is not counted as a call, and still fills no log.
    for (let call = 0; call < 12; call++) expect((await browser.get("session?more=1")).status).toBe(400);
    const refusals = async () =>
      (await scene.codes(person.clinicID)).filter((row) => row.includes("refused"));
    expect((await refusals()).toSorted()).toEqual([
      ...Array.from({ length: 12 }, () => "session.prove refused proof-wrong"),
      ...Array.from({ length: 8 }, () => "session.read refused input"),
      "session.refused refused and-more",
    ]);
    world.advance(60);
    expect((await browser.post("proof", wrong)).status).toBe(401);
    expect(await refusals()).toHaveLength(22);
  });

  test("takes none of another session's rows", async () => {
    const [one, other] = [await scene.arrive(), await scene.arrive()];
    for (const { person, browser } of [one, other]) await scene.enter(browser, person);
    world.advance(secondsToNext(60));
    for (let call = 0; call < 21; call++) await one.browser.post("proof", wrong);
    await other.browser.post("proof", wrong);
    expect(await scene.codes(other.person.clinicID)).toContain("session.prove refused proof-wrong");
  });
});

describe("strangers", () => {
  test("without a cookie are told that they are in no session, and leave no row when a page starts", async () => {
    const before = (await world.audit()).length;
    const reply = await world.browser("192.0.2.1").get("session");
    expect([reply.status, reply.body]).toEqual([200, {}]);
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
