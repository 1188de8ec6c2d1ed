import { createOpener } from "@postern/client";
import { intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { required } from "./draft.ts";

let world: World;
let provider: SignedIn;

beforeAll(async () => {
  world = await startWorld({ stories: true });
  provider = await world.signIn(world.people.provider);
});
afterAll(() => world?.close());

const queueID = (key: string) => required(world.clinics.riverside.queues[key]);
async function onlyTask(key: string, lane: "open" | "overdue" = "open") {
  const { tasks } = await provider.api.call(reviewRoutes.tasks, { queueID: queueID(key), lane });
  expect(tasks).toHaveLength(1);
  return required(tasks[0]);
}

describe("the demonstration has a past", () => {
  it("in which a photo came back with a message", async () => {
    const patient = await world.signIn(world.people.patient);
    const { submissions } = await patient.api.call(intakeRoutes.listSubmissions, {});
    const returned = required(submissions.find(({ state }) => state === "returned"));
    const view = await patient.api.call(intakeRoutes.readSubmission, { submissionID: returned.submissionID });
    expect(view).toMatchObject({ decision: "unreadable", message: expect.stringContaining("near a window") });
    expect(Date.parse(view.openedAt)).toBeLessThan(Date.now() - 24 * 3600_000);
  });

  it("in which the team has talked about a referral, whose files can be opened", async () => {
    const { taskID, version, submissionID } = await onlyTask("dermatology");
    const { notes } = await provider.api.call(reviewRoutes.notes, { taskID });
    expect(notes.map(({ authorName }) => authorName)).toEqual(["Ines Carvalho", "Tomasz Wren"]);
    await provider.api.call(reviewRoutes.claim, { taskID, version });
    const { documents, submission } = await provider.api.call(reviewRoutes.task, { taskID });
    const { kind, locationID, service, urgency } = submission;
    const facts = { kind, locationID, urgency, ...(service === undefined ? {} : { service }) };
    const opener = createOpener(provider);
    const opened = await opener.openManifest({ submissionID, documents, facts });
    expect(opened).toMatchObject({ differences: [], missing: [], unlisted: [] });
    expect(opened.manifest.patient?.displayName).toBe("Tess Whitlow");
    const document = required(documents.find((one) => one.kind === "document"));
    const { stream } = await opener.openDocument({ submissionID, document });
    expect((await new Response(stream).arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  it("of which something is overdue", async () => {
    const { queues, mine } = await provider.api.call(reviewRoutes.queues, {});
    expect(mine).toBe(1);
    const overdue = queues.filter((queue) => queue.overdue > 0);
    expect(overdue).toMatchObject([{ queueID: queueID("desk"), overdue: 1, open: 2 }]);
    const { dueAt } = await onlyTask("desk", "overdue");
    expect(Date.parse(dueAt)).toBeLessThan(Date.now());
  });

  it("and someone who is written to in Spanish", async () => {
    const lucia = await world.signIn(world.people.spanishPatient);
    const { submissions } = await lucia.api.call(intakeRoutes.listSubmissions, {});
    expect(submissions).toMatchObject([{ language: "es", state: "routed" }]);
  });
});
