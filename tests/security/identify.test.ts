import { createDevice, openProof, type Device } from "@postern/client";
import type { SessionHandle } from "@postern/contract";
import type { ReviewEnvironment } from "../../packages/functions/src/boot/environment.ts";
import type { EdgeRequest } from "../../packages/functions/src/http/edge.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { becomeFunction } from "./session-cloud.ts";
import { createScene, type Scene } from "./session-scene.ts";
import { startWorld, type SessionWorld } from "./session-world.ts";

type Identify = (request: EdgeRequest) => Promise<{ readonly ctx: { readonly actor: object } }>;

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
  const { body } = await scene.enter(browser, person);
  const { handle } = (body as { session: { handle: SessionHandle } }).session;
  const cookies = `other=1; __Host-session=${browser.jar.get("__Host-session") ?? ""}`;
  const request = { requestID: "r", cookies, address: "203.0.113.9", clinicID: undefined } as EdgeRequest;
  return { person, browser, handle, request };
}

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
    const challenge = (await browser.get("proof")).body as { encapsulated: string; ciphertext: string };
    await browser.post("proof", { nonce: await openProof({ device, sessionHandle: handle, challenge }) });
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

  test("lets no one in while strangers cannot be recorded", async () => {
    const { request } = await signedIn();
    const restore = world.cloud.failTable(world.tables.limit);
    const call = identify({ ...request, cookies: "__Host-session=AAAAAAAAAAAAAAAAAAAAAA" });
    await expect(call).rejects.toMatchObject({ kind: "unavailable" });
    restore();
  });
});
