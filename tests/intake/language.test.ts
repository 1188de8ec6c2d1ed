import { intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { factsFor } from "../support/sealed-package.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask } from "./draft.ts";
import { sendRouted } from "./routed.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const open = (more: Readonly<Record<string, unknown>>) =>
  ask(world, patient, intakeRoutes.openSubmission, {
    ...factsFor(world.clinics.riverside),
    idempotencyKey: crypto.randomUUID(),
    ...more,
  });

describe("the language in which a sender is written to", () => {
  it.each([
    [{ language: "es" }, "es"],
    [{ language: "en" }, "en"],
    [{}, "en"],
  ])("is the one that he sends in: %j", async (sent, language) => {
    const { submissionID } = intakeRoutes.openSubmission.output.parse((await open(sent)).body);
    expect(await patient.api.call(intakeRoutes.readSubmission, { submissionID })).toMatchObject({ language });
    const { submissions } = await patient.api.call(intakeRoutes.listSubmissions, {});
    expect(submissions[0]).toMatchObject({ submissionID, language });
  });

  it("is one of a few", async () => {
    expect((await open({ language: "de" })).code).toBe("400 input");
  });

  it("is shown to the care team", async () => {
    const { taskID } = await sendRouted(world, patient, world.clinics.riverside);
    const provider = await world.signIn(world.people.provider);
    const { submission } = await provider.api.call(reviewRoutes.task, { taskID });
    expect(submission.language).toBe("en");
  });
});
