import { intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listVersions, untilIdle } from "../support/arrival.ts";
import { factsFor, statesOf, untilRouted } from "../support/sealed-package.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { passHourSinceRouting, tick, headOf } from "../upkeep/due.ts";
import { draftOf, required, sealList, sendSealed, type Draft } from "./draft.ts";
import { sendRouted } from "./routed.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

/** A submission that came back from the care team, as its sender has it. */
async function givenBack(): Promise<Draft> {
  const { submissionID, taskID } = await sendRouted(world, patient, world.clinics.riverside);
  const provider = await world.signIn(world.people.provider);
  const { version } = await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
  await provider.api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing" });
  return draftOf(world, patient, submissionID, factsFor(world.clinics.riverside));
}

async function documentsOf({ submissionID }: Draft) {
  const { documents } = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
  return documents;
}

it("a list is given up only when the one after it can be read, and stays the clinic's record", async () => {
  const draft = await givenBack();
  const { submissionID } = draft;
  const before = await documentsOf(draft);
  const old = required(before.find(({ kind }) => kind === "manifest"));
  const document = required(before.find(({ kind }) => kind === "document"));
  const stateOf = async (id: string) => (await statesOf(world, submissionID))[id];

  // The tab dies twice before a list of its has come.
  const lost = await sealList(draft, patient, [document]);
  const list = await sealList(draft, patient, [document]);
  expect(await stateOf(lost.documentID)).toBe("abandoned");
  const readable = (await documentsOf(draft)).filter(
    ({ kind, state }) => kind === "manifest" && state === "verified",
  );
  expect(readable.map(({ documentID }) => documentID)).toEqual([old.documentID]);

  await sendSealed(draft, list);
  await until("the new list", async () => (await stateOf(list.documentID)) === "verified");
  expect(await stateOf(old.documentID)).toBe("abandoned");

  await draft.done(intakeRoutes.submit, { documentCount: 1, manifestID: list.documentID });
  await untilRouted(world, submissionID);
  await untilIdle(world);
  // Of the list that never came something might have come.
  await passHourSinceRouting(world, submissionID);
  await tick(world);
  await until("the deletion", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
  expect(await listVersions(world, `c/${world.clinics.riverside.clinicID}/${submissionID}/`)).toHaveLength(3);
});

it("a list that is handed in before it has come takes the place of the one before at once", async () => {
  const draft = await givenBack();
  const [old, document] = (await documentsOf(draft)).toSorted((a, b) => b.kind.localeCompare(a.kind));
  const list = await sealList(draft, patient, [required(document)]);
  await draft.done(intakeRoutes.signParts, {
    documentID: list.documentID,
    attemptID: list.attemptID,
    parts: list.parts.map(({ asked }) => asked),
  });
  await draft.done(intakeRoutes.submit, { documentCount: 1, manifestID: list.documentID });
  expect((await statesOf(world, draft.submissionID))[required(old).documentID]).toBe("abandoned");
  await sendSealed(draft, list);
  await untilRouted(world, draft.submissionID);
});
