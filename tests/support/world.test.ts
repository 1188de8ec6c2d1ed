import { createPortalFetch } from "@postern/cli/portal-fetch";
import { ApiProblem, createApi } from "@postern/client";
import { authRoutes, intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAll, claim, findTask, openerOf } from "../../scripts/demo/receive.ts";
import { sampleFiles } from "../../scripts/demo/sample-files.ts";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const facts = () => ({
  kind: "images" as const,
  locationID: world.clinics.riverside.locations["hill"] ?? expect.fail("there is no such location"),
  service: "radiology" as const,
  urgency: "routine" as const,
});
const stranger = () => createApi({ baseURL: world.origin, fetch: createPortalFetch(world.origin) });

describe("the demonstration's people", () => {
  it("are who the clinic's records say they are, names unsealed", async () => {
    const { api, session } = await world.signIn(world.people.referrer);
    const { clinicID, personID } = world.people.referrer;
    expect(session).toMatchObject({ role: "referrer", clinicID, personID });
    const clinic = await api.call(intakeRoutes.clinic, {});
    expect(clinic).toMatchObject({ name: "Riverside Clinic", me: { displayName: "Jonah Okafor" } });
    expect(clinic.locations.map(({ name }) => name).sort()).toEqual(["Main Street", "Mill Hill"]);
  });

  it("can sign in twice at once, on two devices", async () => {
    const first = await world.signIn(world.people.harborPatient);
    const second = await world.signIn(world.people.harborPatient);
    expect(second.session.handle).not.toBe(first.session.handle);
  });

  it("need their own codes: nobody gets in with another's", async () => {
    const impostor = { ...world.people.owner, totpKey: world.people.harborProvider.totpKey ?? "" };
    await expect(world.signIn(impostor)).rejects.toThrow(ApiProblem);
  });

  it("include one whose password is temporary and who has no authenticator yet", async () => {
    const { email, password } = world.people.invitedPatient;
    const stage = await stranger().call(authRoutes.signIn, { email, password });
    expect(stage).toMatchObject({ stage: "new-password" });
  });
});

describe("the main job", () => {
  it("brings a patient's sealed files to the queue that the rules name, and back byte for byte", async () => {
    const files = sampleFiles();
    const patient = await world.signIn(world.people.patient);
    const { submissionID } = await send(patient, facts(), files);
    await waitUntilRouted(patient, submissionID, 0);
    const provider = await world.signIn(world.people.provider);
    const { queue, task } = await findTask(provider, submissionID);
    expect(queue).toMatchObject({ name: "Radiology", queueID: world.clinics.riverside.queues["radiology"] });
    const comparedBytes = await compareAll(openerOf(provider), await claim(provider, task), files);
    expect(comparedBytes).toBe(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  });

  it("tells a file that came back otherwise from the one that was sent", async () => {
    const files = sampleFiles();
    const patient = await world.signIn(world.people.patient);
    const { submissionID } = await send(patient, facts(), files);
    await waitUntilRouted(patient, submissionID, 0);
    const provider = await world.signIn(world.people.provider);
    const { task } = await findTask(provider, submissionID);
    const claimed = await claim(provider, task);
    const others = files.map((file) => ({
      ...file,
      read: async (start: number, end: number) => (await file.read(start, end)).map((byte) => byte ^ 1),
    }));
    await expect(compareAll(openerOf(provider), claimed, others)).rejects.toThrow(/came back different/);
  });
});

describe("the world's edge", () => {
  it("answers nothing to a page of another origin", async () => {
    const foreign: typeof fetch = (resource, init) => {
      const headers = new Headers(init?.headers);
      headers.set("origin", "https://elsewhere.example.org");
      return fetch(resource, { ...init, headers });
    };
    const api = createApi({ baseURL: world.origin, fetch: foreign });
    const { email, password } = world.people.patient;
    await expect(api.call(authRoutes.signIn, { email, password })).rejects.toMatchObject({
      status: 403,
      code: "other-origin",
    });
  });

  it("knows nobody without a session", async () => {
    await expect(stranger().call(reviewRoutes.queues, {})).rejects.toMatchObject({ status: 401 });
  });
});
