import { intakeRoutes, reviewRoutes, type TaskID } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import { createDatabase } from "@postern/core/aws";
import { idSource, iso, systemClock } from "@postern/core/kernel";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { rootPrincipal } from "../support/principal.ts";
import {
  digestOf,
  factsFor,
  putBytes,
  sealPackage,
  statesOf,
  untilRouted,
  type SealedPackage,
} from "../support/sealed-package.ts";
import { rowsAbout } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import type { SignedIn, World } from "../support/world.ts";

const newID = idSource(systemClock);

/** Sends a small package of Riverside's patient, and waits until it lies in a queue. */
export async function sendPackage(world: World, patient: SignedIn): Promise<SealedPackage> {
  const sent = await sealPackage(patient, world.clinics.riverside);
  await sent.putAll();
  await sent.submit();
  await untilRouted(world, sent.submissionID);
  return sent;
}

/** Claims a routed package's task. */
export async function claimTask(
  world: World,
  provider: SignedIn,
  { submissionID }: Pick<SealedPackage, "submissionID">,
): Promise<TaskID> {
  const [row] = await rowsAbout(world, "tsk", submissionID);
  const { taskID } = reviewRoutes.task.input.parse({ taskID: row?.["taskID"] });
  await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
  return taskID;
}

/** A document whose bytes are no sealed message: ingest puts it aside. */
export async function sendUnsealed(world: World, patient: SignedIn) {
  const { api } = patient;
  const opening = { ...factsFor(world.clinics.riverside), idempotencyKey: crypto.randomUUID() };
  const { submissionID } = await api.call(intakeRoutes.openSubmission, opening);
  const bytes = new TextEncoder().encode("plain words that nobody sealed".repeat(20));
  const messageID = digestOf(crypto.getRandomValues(new Uint8Array(32)));
  const facts = { messageID, sealedSizeBytes: bytes.length, upload: "single" } as const;
  const documents = [{ reference: "a", kind: "document" as const, ...facts }];
  const declared = await api.call(intakeRoutes.declareDocuments, { submissionID, documents });
  const [document] = declared.documents;
  if (document === undefined) throw new Error("Nothing was declared.");
  const { documentID, attemptID } = document;
  const parts = [{ partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) }];
  const signed = await api.call(intakeRoutes.signParts, { submissionID, documentID, attemptID, parts });
  if (signed.parts[0] === undefined) throw new Error("Nothing was signed.");
  await putBytes(signed.parts[0], bytes);
  await until("quarantine", async () => (await statesOf(world, submissionID))[documentID] === "quarantined");
  return { submissionID, documentID };
}

/** Newer events of the patient, as his own operations would write them. */
export async function writeEvents(world: World, count: number): Promise<void> {
  const tables = record(TABLE_NAMES, (table) => world.names.tables[table].name);
  const ledger = createLedger(createDatabase(rootPrincipal(world).dynamo, tables));
  const { clinicID, personID: actorID } = world.people.patient;
  const facts = {
    clinicID,
    actorID,
    role: "patient",
    action: "part.sign",
    outcome: "ok",
    requestID: "req",
  } as const;
  const events = Array.from({ length: count }, () =>
    ledger.audit({ ...facts, eventID: newID("evt"), at: iso(systemClock.now()) }),
  );
  for (let start = 0; start < count; start += 100) {
    const { outcome } = await ledger.commit(events.slice(start, start + 100));
    if (outcome !== "done") throw new Error("The events were not written.");
  }
}
