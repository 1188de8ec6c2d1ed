import { eventsOfSubmission } from "@postern/core/audit";
import { findDocument, findSubmission, type DocumentRecord } from "@postern/core/intake";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { seedClinic, type SeededClinic } from "./ingest-clinic.ts";
import { startIngestCloud, type IngestCloud, type LambdaBatch } from "./ingest-cloud.ts";
import { createSender, type Deviation, type Sender } from "./ingest-sender.ts";

type Handler = typeof import("../../packages/functions/src/queue/ingest.ts").handler;

/** What the tests of one file stand on; a clinic and a submission of its own for each test. */
export interface Scene {
  world: IngestCloud;
  handler: Handler;
  clinic: SeededClinic;
  sender: Sender;
}

/** The answer to a batch of which nothing failed. */
export const ok = { batchItemFailures: [] };

/** Prepares the scene before the tests of a file, and clears it away behind them. */
export function setScene(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    scene.world = await startIngestCloud();
    ({ handler: scene.handler } = await import("../../packages/functions/src/queue/ingest.ts"));
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  beforeEach(async () => {
    scene.clinic = await seedClinic(scene.world);
    scene.sender = createSender(scene.world, scene.clinic);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await scene.world.close();
  });
  return scene;
}

export const headNow = ({ world, sender }: Scene) => findSubmission(world.database, sender);

export const documentNow = ({ world, sender }: Scene, { documentID }: DocumentRecord) =>
  findDocument(world.database, { ...sender, documentID });

/** Action, outcome and code of each of the submission's audit events, oldest first. */
export async function auditNow({ world, sender }: Scene): Promise<readonly string[]> {
  const { clinicID, submissionID } = sender;
  const page = await eventsOfSubmission(world.database, clinicID, submissionID, { limit: 100 });
  return page.events
    .map(({ action, outcome, code }) => [action, outcome, code].filter(Boolean).join(" "))
    .toReversed();
}

export const settleMessage = (clinicID: string, submissionID: string): LambdaBatch => ({
  Records: [{ messageId: "settle", body: JSON.stringify({ clinicID, submissionID }) }],
});

export const settle = ({ handler, sender }: Scene) =>
  handler(settleMessage(sender.clinicID, sender.submissionID));

/** A submission of a manifest and one document, both sealed and recorded, neither sent. */
export async function prepareBoth({ sender }: Scene, deviation: Deviation = {}) {
  const manifest = await sender.prepare("manifest");
  const document = await sender.prepare("document", 700_000, deviation);
  await sender.open(1, manifest.document);
  return { manifest, document };
}

/** Sends both. @returns also their events, as a batch */
export async function sendBoth(scene: Scene, deviation: Deviation = {}) {
  const both = await prepareBoth(scene, deviation);
  await scene.sender.send(both.manifest);
  const versionID = await scene.sender.send(both.document);
  return { ...both, versionID, batch: await scene.world.arrived(2) };
}
