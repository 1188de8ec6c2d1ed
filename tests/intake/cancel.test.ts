import { intakeRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statesOf } from "../support/sealed-package.ts";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { announcement, ask, openDraft } from "./draft.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const begin = () => openDraft(world, patient, world.clinics.riverside);
const audits = async () =>
  (await dumpTable(world, "audit")).filter(({ action }) => action === "submission.cancel").length;

describe("a submission that its sender gives up", () => {
  it("ends at once, once and for all, and the log says so once", async () => {
    const draft = await begin();
    const before = await audits();
    expect(await draft.done(intakeRoutes.cancelSubmission)).toEqual({ state: "expired" });
    expect(await draft.done(intakeRoutes.cancelSubmission)).toEqual({ state: "expired" });
    expect((await statesOf(world, draft.submissionID))["head"]).toBe("expired");
    expect(await audits()).toBe(before + 1);
    const more = await draft.ask(intakeRoutes.declareDocuments, { documents: [announcement()] });
    expect(more.code).toMatch(/^409/);
  });

  it("is missing for anyone else", async () => {
    const draft = await begin();
    const other = await world.signIn(world.people.referrer);
    const { submissionID } = draft;
    expect((await ask(world, other, intakeRoutes.cancelSubmission, { submissionID })).code).toBe(
      "404 not-found",
    );
    expect((await statesOf(world, submissionID))["head"]).toBe("open");
  });
});
