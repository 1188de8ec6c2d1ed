import { createDevice, type Device } from "@postern/client";
import { checkMembership } from "@postern/core/identity";
import { operation, type Context, type Person } from "@postern/core/kernel";
import type { ReviewEnvironment } from "../../packages/functions/src/boot/environment.ts";
import type { EdgeRequest } from "../../packages/functions/src/http/edge.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { becomeFunction } from "./session-cloud.ts";
import { createScene, handleOf, type Scene } from "./session-scene.ts";
import { startWorld, type SessionWorld } from "./session-world.ts";

type Identify = (request: EdgeRequest) => Promise<{ readonly ctx: Context }>;

let world: SessionWorld;
let device: Device;
let scene: Scene;
let identify: Identify;

beforeAll(async () => {
  world = await startWorld();
  device = await createDevice();
  scene = createScene(world, device);
  // Clients read their credentials from the environment when they are first used: those of `auth` must have theirs.
  await signedIn();
  identify = await identifierOf("review");
});
afterAll(() => world.close());

/** What another function tells its callers by, with that function's own roles. */
async function identifierOf(name: "review"): Promise<Identify> {
  becomeFunction(world.place, name);
  const { addressHasher, ground } = await import("../../packages/functions/src/boot/http.ts");
  const { identifier } = await import("../../packages/functions/src/http/identify.ts");
  const environment = process.env as unknown as ReturnType<typeof ReviewEnvironment.parse>;
  const hash = addressHasher(environment.HASH_SECRET);
  return identifier({ stand: ground(environment), hash, depsOf: ({ clinicID }) => ({ clinicID }) });
}

async function signedIn(role: "provider" | "patient" = "provider") {
  const { person, browser } = await scene.arrive({ role });
  const handle = handleOf(await scene.enter(browser, person));
  const cookies = `other=1; __Host-session=${browser.jar.get("__Host-session") ?? ""}`;
  const request = { requestID: "r", cookies, address: "203.0.113.9", clinicID: undefined } as EdgeRequest;
  return { person, browser, handle, request };
}

/** So that a count begins with the test. */
const secondsToNext = (seconds: number) => seconds - ((Date.now() / 1000) % seconds);

describe("another function", () => {
  test("knows who calls, for which clinic, from which device", async () => {
    const { person, handle, request } = await signedIn("patient");
    const { ctx } = await identify({ ...request, clinicID: person.clinicID });
    expect(ctx.actor).toMatchObject({
      type: "patient",
      clinicID: person.clinicID,
      personID: person.personID,
      session: { handle, devicePublicKey: device.publicKey, locked: false },
    });
  });

  test("refuses a page that believes in another clinic", async () => {
    const { request } = await signedIn();
    const other = (await signedIn()).person.clinicID;
    await expect(identify({ ...request, clinicID: other })).rejects.toMatchObject({
      kind: "conflict",
      code: "other-clinic",
    });
  });

  test("wants a device proof that is at most five minutes old", async () => {
    const { browser, handle, request } = await signedIn();
    world.advance(5 * 60);
    await expect(identify(request)).resolves.toBeDefined();
    world.advance(1);
    await expect(identify(request)).rejects.toMatchObject({
      kind: "unauthenticated",
      code: "proof-required",
    });
    await scene.answer(browser, handle, await scene.ask(browser));
    await expect(identify(request)).resolves.toBeDefined();
  });

  test("records both refusals in the clinic's log, once for a session and five minutes", async () => {
    const { person, handle, request } = await signedIn();
    const other = (await signedIn()).person.clinicID;
    world.advance(secondsToNext(300) + 5 * 60 + 1);
    const refuse = async () => {
      for (const clinicID of [undefined, other, undefined, other])
        await expect(identify({ ...request, clinicID })).rejects.toBeInstanceOf(Error);
      return (await world.audit(person.clinicID)).filter(({ action }) => action === "session.refused");
    };
    const rows = await refuse();
    expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(["other-clinic", "proof-required"]));
    expect(rows).toHaveLength(2);
    const { personID } = person;
    for (const row of rows) {
      expect(row).toMatchObject({
        outcome: "refused",
        actorID: personID,
        role: "provider",
        entityID: handle,
      });
    }
    world.advance(5 * 60);
    expect(await refuse()).toHaveLength(4);
  });

  test("records refusals that come at once from a page and its worker", async () => {
    const { person, request } = await signedIn();
    world.advance(5 * 60 + 1);
    const calls = Array.from({ length: 6 }, () => identify(request));
    const codes = (await Promise.allSettled(calls)).map(
      (result) => result.status === "rejected" && (result.reason as { code?: string }).code,
    );
    expect(codes).toEqual(Array.from({ length: 6 }, () => "proof-required"));
    const rows = (await scene.codes(person.clinicID)).filter((row) => row.startsWith("session.refused"));
    expect(rows).toHaveLength(1);
  });

  test("does not say why it refuses while that cannot be recorded", async () => {
    const { request } = await signedIn();
    const other = (await signedIn()).person.clinicID;
    world.advance(5 * 60 + 1);
    const restore = world.cloud.failTable(world.tables.audit);
    for (const clinicID of [undefined, other])
      await expect(identify({ ...request, clinicID })).rejects.toMatchObject({ kind: "unavailable" });
    restore();
  });

  test("lets one person call 1,200 times in a minute, and records those beyond with one row", async () => {
    const [{ person, request }, colleague] = [await signedIn(), await signedIn()];
    world.advance(secondsToNext(60));
    await world.countCalls(person, 1199);
    await expect(identify(request)).resolves.toBeDefined();
    world.advance(20);
    for (let call = 0; call < 3; call++) {
      await expect(identify(request)).rejects.toMatchObject({
        kind: "limit",
        code: "too-many-calls",
        retryAfterSeconds: 40,
      });
    }
    await expect(identify(colleague.request)).resolves.toBeDefined();
    const refused = (await scene.codes(person.clinicID)).filter((row) => row.startsWith("session.refused"));
    expect(refused).toEqual(["session.refused refused too-many-calls"]);
    world.advance(40);
    await expect(identify(request)).resolves.toBeDefined();
  });

  test("has a row for up to 20 refusals by its operations in a minute of the session, and one for the rest", async () => {
    const { person, request } = await signedIn();
    world.advance(secondsToNext(60));
    const { ctx } = await identify(request);
    const refused = operation({
      action: "thing.refuse",
      allow: ["owner"],
      input: z.strictObject({}),
      run: () => Promise.reject(new Error("nobody comes so far")),
    });
    for (let call = 0; call < 25; call++) {
      await expect(refused(undefined, ctx, {})).rejects.toMatchObject({ code: "forbidden" });
    }
    const rows = (await world.audit(person.clinicID)).filter(({ outcome }) => outcome === "refused");
    expect(rows.filter(({ action }) => action === "thing.refuse")).toHaveLength(20);
    expect(rows.filter(({ code }) => code === "and-more")).toHaveLength(1);
  });

  test("lets no one call whose calls cannot be counted", async () => {
    const { request } = await signedIn();
    const restore = world.cloud.failTable(world.tables.limit);
    await expect(identify(request)).rejects.toMatchObject({ kind: "unavailable" });
    restore();
    await expect(identify(request)).resolves.toBeDefined();
  });

  test("refuses a membership that has ended, and records who came as a stranger", async () => {
    const { person, request } = await signedIn();
    await world.changeMembership(person, "ended");
    const before = await scene.codes();
    await expect(identify(request)).rejects.toMatchObject({ code: "signed-out" });
    expect((await scene.codes()).length).toBe(before.length + 1);
    await expect(identify({ ...request, cookies: undefined })).rejects.toMatchObject({ code: "signed-out" });
  });

  test("commits nothing that was begun before its person's place in the clinic changed", async () => {
    const { person, request } = await signedIn();
    const { ctx } = await identify(request);
    const actor = ctx.actor as Person;
    const isStill = async () => (await ctx.ledger.commit([checkMembership(actor, actor.epoch)])).outcome;
    expect(await isStill()).toBe("done");
    await world.changeMembership(person, "active");
    expect(await isStill()).toBe("refused");
  });

  test("lets no one in while strangers cannot be recorded", async () => {
    const { request } = await signedIn();
    const restore = world.cloud.failTable(world.tables.limit);
    const call = identify({ ...request, cookies: "__Host-session=AAAAAAAAAAAAAAAAAAAAAA" });
    await expect(call).rejects.toMatchObject({ kind: "unavailable" });
    restore();
  });
});
