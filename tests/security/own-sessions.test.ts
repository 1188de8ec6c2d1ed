import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { createDevice, type Device } from "@postern/client";
import type { SessionSummary } from "@postern/contract";
import { idSource, systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./portal-browser.ts";
import { createScene, handleOf, password, totpSecret, type Scene } from "./session-scene.ts";
import { codeOf, startWorld, type SessionWorld, type Someone } from "./session-world.ts";

const newID = idSource(systemClock);
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const DESK = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`;
const PHONE = `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`;

let world: SessionWorld;
let device: Device;
let scene: Scene;

beforeAll(async () => {
  world = await startWorld();
  device = await createDevice();
  scene = createScene(world, device);
});
afterAll(() => world?.close());

/** Signs in with a browser that says what it is. @returns the session's handle */
async function enterAs(browser: Browser, { email }: Someone, userAgent: string) {
  // A code is good once; the next one comes with the next half minute.
  world.advance(30);
  await browser.post("sign-in", { email, password });
  const last = { code: codeOf(totpSecret), devicePublicKey: device.publicKey };
  return handleOf(await browser.post("totp", last, { "user-agent": userAgent }));
}

/** Someone who is signed in at a desk and then on a phone. */
async function twice() {
  const { person, browser: desk } = await scene.arrive();
  const phone = world.browser("198.51.100.200");
  const deskHandle = await enterAs(desk, person, DESK);
  const phoneHandle = await enterAs(phone, person, PHONE);
  return { person, desk, phone, deskHandle, phoneHandle };
}

async function sessionsSeenBy(browser: Browser): Promise<readonly SessionSummary[]> {
  const { status, body } = await browser.get("sessions");
  expect(status).toBe(200);
  return (body as { sessions: readonly SessionSummary[] }).sessions;
}

const end = (browser: Browser, handle: string) => browser.post(`sessions/${handle}/end`);

describe("where someone is signed in", () => {
  test("is told newest first, with what each browser said it was, and which one asks", async () => {
    const { person, desk, deskHandle, phoneHandle } = await twice();
    expect(await sessionsSeenBy(desk)).toMatchObject([
      { handle: phoneHandle, current: false, browser: "chrome", system: "android" },
      { handle: deskHandle, current: true, browser: "edge", system: "windows" },
    ]);
    await sessionsSeenBy(desk);
    const rows = (await scene.codes(person.clinicID)).filter((row) => row === "session.list ok");
    expect(rows).toHaveLength(1);
  });

  test("holds nothing by which a session could be used", async () => {
    const { desk, phone } = await twice();
    const { body } = await desk.get("sessions");
    expect(JSON.stringify(body)).not.toContain(phone.jar.get("__Host-session"));
    const shown = ["browser", "current", "endsAt", "handle", "openedAt", "seenAt", "system"];
    for (const session of (body as { sessions: object[] }).sessions) {
      expect(Object.keys(session).sort()).toEqual(shown);
    }
  });

  test("leaves out what has ended, by signing out, by time or by a changed membership", async () => {
    const { person, desk, phone, deskHandle } = await twice();
    await phone.post("sign-out");
    expect((await sessionsSeenBy(desk)).map(({ handle }) => handle)).toEqual([deskHandle]);
    await world.changeMembership(person, "active");
    const again = await enterAs(phone, person, PHONE);
    expect((await sessionsSeenBy(phone)).map(({ handle }) => handle)).toEqual([again]);
    world.advance(12 * 3600);
    await world.restart();
    const later = await enterAs(desk, person, DESK);
    expect((await sessionsSeenBy(desk)).map(({ handle }) => handle)).toEqual([later]);
  });

  test("says nothing of browsers that were signed in before they were asked", async () => {
    const { desk, phoneHandle } = await twice();
    const row = (await world.sessionRows()).find(({ handle }) => handle === phoneHandle);
    await world.place.documents.send(
      new UpdateCommand({
        TableName: world.tables.session,
        Key: { pk: row?.["pk"], sk: row?.["sk"] },
        UpdateExpression: "REMOVE browser, #system",
        ExpressionAttributeNames: { "#system": "system" },
      }),
    );
    expect(await sessionsSeenBy(desk)).toContainEqual(
      expect.objectContaining({ handle: phoneHandle, browser: "other", system: "other" }),
    );
  });

  test("is told to the device alone, not to a copy of its cookie", async () => {
    const { desk, deskHandle, phoneHandle } = await twice();
    world.advance(5 * 60);
    const refusals = [await desk.get("sessions"), await end(desk, phoneHandle)];
    for (const reply of refusals) {
      expect(reply).toMatchObject({ status: 401, body: { code: "proof-required" } });
    }
    await scene.answer(desk, deskHandle, await scene.ask(desk));
    expect(await sessionsSeenBy(desk)).toHaveLength(2);
  });
});

describe("ending a session elsewhere", () => {
  test("signs that browser out with its next request, and has its row", async () => {
    const { person, desk, phone, deskHandle, phoneHandle } = await twice();
    const reply = await end(desk, phoneHandle);
    expect([reply.status, reply.body]).toEqual([200, {}]);
    expect(await phone.get("session")).toMatchObject({ status: 401, body: { code: "signed-out" } });
    expect((await desk.get("session")).status).toBe(200);
    expect((await sessionsSeenBy(desk)).map(({ handle }) => handle)).toEqual([deskHandle]);
    const ended = (await world.audit(person.clinicID)).filter(({ action }) => action === "session.end");
    expect(ended).toMatchObject([{ outcome: "ok", actorID: person.personID, entityID: phoneHandle }]);
  });

  test("is not how one signs out", async () => {
    const { desk, deskHandle } = await twice();
    expect(await end(desk, deskHandle)).toMatchObject({ status: 409, body: { code: "session-current" } });
    expect((await desk.get("session")).status).toBe(200);
  });

  test("answers to another person's as to one that never was, or is over, and ends nothing", async () => {
    const { person, desk, phoneHandle } = await twice();
    const other = await twice();
    const replies = [await end(desk, newID("ses")), await end(desk, other.phoneHandle)];
    await end(desk, phoneHandle);
    replies.push(await end(desk, phoneHandle));
    for (const { status, body } of replies) {
      expect({ status, body }).toEqual({ status: replies[0]?.status, body: replies[0]?.body });
    }
    expect(replies[0]).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect((await other.phone.get("session")).status).toBe(200);
    const refused = (await world.audit(person.clinicID)).filter(({ outcome }) => outcome === "refused");
    expect(refused.map(({ entityID }) => entityID)).toContain(other.phoneHandle);
  });

  test("does not happen while it cannot be recorded", async () => {
    const { desk, phone, phoneHandle } = await twice();
    const restore = world.cloud.failTable(world.tables.audit);
    const reply = await end(desk, phoneHandle);
    restore();
    expect(reply.status).toBe(503);
    expect((await phone.get("session")).status).toBe(200);
  });
});
