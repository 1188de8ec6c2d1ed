import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createDevice, type Device } from "@postern/client";
import { idSource, systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./portal-browser.ts";
import { POOL } from "./session-cloud.ts";
import { createScene, handleOf, password, totpSecret, type Scene } from "./session-scene.ts";
import { codeOf, startWorld, type SessionWorld } from "./session-world.ts";

const newID = idSource(systemClock);
const targetID = newID("doc");
/** A code is good once; the next one comes with the next half minute. */
const CODE_SECONDS = 30;

let world: SessionWorld;
let device: Device;
let scene: Scene;

beforeAll(async () => {
  world = await startWorld();
  device = await createDevice();
  scene = createScene(world, device);
});
afterAll(() => world?.close());

/** Someone who is signed in, and whose app shows another code by now. */
async function signedIn() {
  const { person, browser } = await scene.arrive();
  const handle = handleOf(await scene.enter(browser, person));
  world.advance(CODE_SECONDS);
  return { person, browser, handle };
}

const stepUp = (browser: Browser, factors: Readonly<{ password?: string; code?: string }> = {}) =>
  browser.post("step-up", {
    password,
    code: codeOf(totpSecret),
    operation: "document.export",
    targetID,
    ...factors,
  });

async function rowsOf({ clinicID }: { clinicID: string }) {
  const { Items = [] } = await world.place.documents.send(
    new ScanCommand({ TableName: world.tables.record }),
  );
  return Items.filter(({ pk }) => String(pk).startsWith(`${clinicID}#prf#`));
}

/** So that a count begins with the test. */
const secondsToNext = (seconds: number) => seconds - ((Date.now() / 1000) % seconds);
const wrongCode = () => (codeOf(totpSecret) === "123456" ? "654321" : "123456");

describe("a step-up", () => {
  test("is password and code once more, and leaves one row for five minutes, bound to what it is for", async () => {
    const { person, browser, handle } = await signedIn();
    const reply = await stepUp(browser);
    const expiresAt = new Date(Date.now() + 5 * 60_000).toISOString();
    expect([reply.status, reply.body]).toEqual([200, { stepUpID: expect.any(String), expiresAt }]);
    expect(reply.cookies).toEqual([]);
    const { clinicID, personID } = person;
    expect(await rowsOf(person)).toEqual([
      {
        entity: "step-up",
        entityVersion: "1",
        pk: `${clinicID}#prf#${String(reply.body["stepUpID"])}`,
        sk: "step-up",
        clinicID,
        sessionHandle: handle,
        operation: "document.export",
        targetID,
        endsAt: expiresAt,
        expiresAtSeconds: Date.parse(expiresAt) / 1000,
      },
    ]);
    const done = (await world.audit(clinicID)).filter(({ action }) => action === "session.step-up");
    expect(done).toMatchObject([
      { outcome: "ok", actorID: personID, entityID: handle, documentID: targetID, code: "document.export" },
    ]);
  });

  test("has one answer to all that is wrong, leaves a row of each refusal, and no step-up", async () => {
    const { person, browser } = await signedIn();
    const used = codeOf(totpSecret);
    expect((await stepUp(browser)).status).toBe(200);
    const replies = [
      await stepUp(browser, { password: "wrong" }),
      await stepUp(browser, { password: "wrong", code: wrongCode() }),
      await stepUp(browser, { code: used }),
    ];
    world.advance(CODE_SECONDS);
    replies.push(await stepUp(browser, { code: wrongCode() }));
    expect(replies[0]).toMatchObject({ status: 401, body: { code: "step-up-failed" } });
    for (const { status, body } of replies) expect({ status, body }).toMatchObject({ ...pick(replies[0]) });
    expect(await rowsOf(person)).toHaveLength(1);
    const refused = (await world.audit(person.clinicID)).filter(({ outcome }) => outcome === "refused");
    expect(refused).toHaveLength(4);
    for (const row of refused) {
      expect(row).toMatchObject({ action: "session.step-up", code: "step-up-failed", entityID: targetID });
    }
    expect((await browser.get("session")).status).toBe(200);
    expect((await stepUp(browser)).status).toBe(200);
  });

  test("tells neither log nor table the person's e-mail address, password or code", async () => {
    const { person, browser } = await signedIn();
    await stepUp(browser, { password: "wrong horse" });
    expect((await stepUp(browser)).status).toBe(200);
    const told = [await rowsOf(person), await world.sessionRows(), await world.audit(person.clinicID)];
    const text = JSON.stringify(told) + world.logs.join("");
    expect(text).not.toContain(person.email);
    expect(text).not.toMatch(/horse|JBSWY|eyJ/);
  });

  test("fails while another password is asked for first: both factors must have been asked", async () => {
    const { person, browser } = await signedIn();
    await resetPassword(person.email);
    expect(await stepUp(browser)).toMatchObject({ status: 401, body: { code: "step-up-failed" } });
    expect(await rowsOf(person)).toEqual([]);
  });

  test("fails as any other while Cognito has locked the person out", async () => {
    const { person, browser } = await signedIn();
    for (let call = 0; call < 6; call++) await stepUp(browser, { password: "wrong" });
    expect(await stepUp(browser)).toMatchObject({ status: 401, body: { code: "step-up-failed" } });
    expect(await rowsOf(person)).toEqual([]);
  });

  test("wants a device that has proven itself lately, before it costs a code", async () => {
    const { browser, handle } = await signedIn();
    world.advance(5 * 60);
    expect(await stepUp(browser)).toMatchObject({ status: 401, body: { code: "proof-required" } });
    await scene.answer(browser, handle, await scene.ask(browser));
    expect((await stepUp(browser)).status).toBe(200);
  });

  test("is not for a locked session, and not for nobody", async () => {
    const { browser, handle } = await signedIn();
    world.advance(15 * 60 + 1);
    await scene.answer(browser, handle, await scene.ask(browser));
    expect(await stepUp(browser)).toMatchObject({ status: 401, body: { code: "session-locked" } });
    const nobody = await stepUp(world.browser("192.0.2.7"));
    expect(nobody).toMatchObject({ status: 401, body: { code: "signed-out" } });
  });

  test("is for the operations that need one alone", async () => {
    const { browser } = await signedIn();
    const factors = { password, code: codeOf(totpSecret) };
    const reply = await browser.post("step-up", { ...factors, targetID, operation: "task.accept" });
    expect(reply).toMatchObject({ status: 400, body: { code: "input", fields: ["operation"] } });
  });

  test("is counted by the person, from wherever it is tried", async () => {
    const { person, browser, handle } = await signedIn();
    world.advance(secondsToNext(300));
    await scene.answer(browser, handle, await scene.ask(browser));
    const replies: unknown[] = [];
    for (let call = 0; call < 11; call++) {
      const elsewhere = world.browser(`198.51.100.${call}`);
      elsewhere.jar.set("__Host-session", browser.jar.get("__Host-session") ?? "");
      replies.push((await stepUp(elsewhere, { password: "wrong" })).body["code"]);
    }
    expect(replies.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => "step-up-failed"));
    expect(replies[10]).toBe("too-many-tries");
    expect(await rowsOf(person)).toEqual([]);
  });

  test("is refused while it can be neither counted nor recorded", async () => {
    const { person, browser } = await signedIn();
    for (const table of [world.tables.limit, world.tables.audit]) {
      const restore = world.cloud.failTable(table);
      const reply = await stepUp(browser);
      restore();
      expect(reply.status).toBe(503);
      expect(reply.body).not.toHaveProperty("stepUpID");
    }
    expect(await rowsOf(person)).toEqual([]);
  });
});

const pick = (reply: { status: number; body: object } | undefined) => ({
  status: reply?.status,
  body: reply?.body,
});

/** As an administrator does; the next sign-in asks for a password of one's own. */
async function resetPassword(email: string): Promise<void> {
  const { cloud, names } = world.place;
  const client = new CognitoIdentityProviderClient({
    region: names.region,
    endpoint: cloud.endpoints.aws,
    credentials: cloud.rootCredentials(),
  });
  const UserPoolId = cloud.userPoolID(POOL);
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: false }),
  );
}
