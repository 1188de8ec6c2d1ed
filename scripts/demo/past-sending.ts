import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { intakeRoutes, type Manifest, type SubmissionID, type TaskID } from "@postern/contract";
import { createUploads } from "@postern/core/aws";
import {
  Document,
  Part,
  Submission,
  findDataKey,
  findSubmission,
  loadSubmission,
  type IntakeDeps,
} from "@postern/core/intake";
import { systemClock, type Context } from "@postern/core/kernel";
import { Submission as Routing } from "@postern/core/routing";
import { createSealer, importDataKey, newMessageID } from "@postern/envelope";
import type * as z from "zod";
import type { SeededClinic, SeededPerson } from "../seed.ts";
import { actorOf, contextOf, handsOf, listing, storyClock, type Stage } from "./acting.ts";

/** A file of a story; small enough for one part. */
export interface StoryFile {
  readonly entry: Omit<Manifest["documents"][number], "documentID" | "sizeBytes">;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What someone has sent, and when. */
export interface StorySending {
  readonly sender: SeededPerson;
  readonly clinic: SeededClinic;
  readonly atMs: number;
  readonly facts: Omit<z.input<typeof intakeRoutes.openSubmission.input>, "idempotencyKey">;
  readonly files: readonly StoryFile[];
  readonly note: string;
  readonly patient?: Manifest["patient"];
}

/** What sealing and sending one document needs. */
interface Sending {
  readonly deps: IntakeDeps;
  readonly ctx: Context;
  readonly submissionID: SubmissionID;
  readonly dataKey: CryptoKey;
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly keyARN: string;
}

const BREATH_MS = 25;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends files as someone did in the past: really sealed, verified by the worker that is there, then handed in and routed
 * at the time of the story.
 *
 * @returns the task that it became
 * @throws Error when the files are not verified within a minute
 */
export async function sendInThePast(stage: Stage, sending: StorySending): Promise<TaskID> {
  const { sender, clinic, atMs, facts, files, note, patient } = sending;
  const { clinicID } = clinic;
  const clock = storyClock(atMs);
  const intake = handsOf(stage, "intake", clinicID);
  const deps = intakeDeps(stage, clinicID);
  const ctx = contextOf(actorOf(sender, clinic, clock), intake, clock);
  const idempotencyKey = crypto.randomUUID();
  const { submissionID } = await Submission.open(deps, ctx, { ...facts, idempotencyKey });
  const one = { deps, ctx, submissionID, ...(await dataKeyOf(stage, sender, submissionID)) };

  const documents: Manifest["documents"] = [];
  for (const { entry, bytes } of files) {
    const documentID = await sendSealed(one, "document", bytes);
    documents.push({ ...entry, documentID, sizeBytes: bytes.length });
  }
  const { language: _, ...routingFacts } = facts;
  const list = { format: "postern-manifest-1", facts: routingFacts, documents, note, patient };
  const bytes = new TextEncoder().encode(JSON.stringify(list));
  const manifestID = await sendSealed(one, "manifest", bytes);

  const key = { clinicID, submissionID };
  await untilVerified(() => loadSubmission(intake.reader, key));
  await Submission.submit(deps, ctx, { submissionID, documentCount: files.length, manifestID });
  const ingest = handsOf(stage, "ingest", clinicID);
  const { reader, signer } = ingest;
  const worker = { type: "system", clinicID, component: "ingest" } as const;
  await Routing.settle({ reader, signer }, contextOf(worker, ingest, clock), { submissionID });
  const taskID = (await findSubmission(intake.reader, key))?.taskID;
  if (taskID === undefined) throw new Error("A story's files were not routed.");
  return taskID;
}

function intakeDeps(stage: Stage, clinicID: SeededClinic["clinicID"]): IntakeDeps {
  const { names } = stage;
  const hands = handsOf(stage, "intake", clinicID);
  const expiration = new Date(systemClock.now() + 3600_000);
  return {
    ...listing(hands, clinicID),
    dataKeys: hands.dataKeys,
    documentsKeyARN: names.keyARNs.documents,
    // The bucket lives in the present: it takes no URL of the past.
    uploads: createUploads({
      s3: hands.s3,
      bucket: names.documentBucket.name,
      clock: systemClock,
      credentials: { expiration },
    }),
    // Routing happens at the time of the story, so the worker of the present is not asked.
    askToSettle: () => Promise.resolve(),
  };
}

/** The submission's data key, unwrapped as `keys` does it for a sender. */
async function dataKeyOf(stage: Stage, { clinicID }: SeededPerson, submissionID: SubmissionID) {
  const { reader, dataKeys } = handsOf(stage, "keys", clinicID);
  const wrapped = await findDataKey(reader, { clinicID, submissionID });
  if (wrapped === null) throw new Error("A story's submission has no key.");
  const bytes = await dataKeys.unwrap(wrapped, { clinic: clinicID, submission: submissionID });
  return { ...wrapped, dataKey: await importDataKey(bytes) };
}

async function sendSealed(
  { deps, ctx, submissionID, ...key }: Sending,
  kind: "document" | "manifest",
  plain: Uint8Array<ArrayBuffer>,
) {
  const messageID = newMessageID();
  const context = { clinic: ctx.actor.clinicID, submission: submissionID };
  const sealer = await createSealer({ ...key, context, messageID, plaintextSizeBytes: plain.length });
  const sealed = await sealer.sealBytes(plain);
  const sealedSizeBytes = sealed.length;
  const facts = { messageID: base64(messageID), sealedSizeBytes, upload: "single" };
  const declared = { reference: crypto.randomUUID(), kind, ...facts };
  const { documents } = await Document.declare(deps, ctx, { submissionID, documents: [declared] });
  const [place] = documents;
  if (place === undefined) throw new Error("A story's file was not taken.");
  const { documentID, attemptID } = place;
  const sha256 = createHash("sha256").update(sealed).digest("base64");
  const parts = [{ partNumber: 1, sizeBytes: sealed.length, sha256 }];
  const signed = await Part.sign(deps, ctx, { submissionID, documentID, attemptID, parts });
  for (const { url, headers } of signed.parts) {
    const sent = Object.entries(headers).filter(([name]) => name !== "content-length");
    const response = await fetch(url, { method: "PUT", headers: Object.fromEntries(sent), body: sealed });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`The bucket answered ${response.status} to a story's file.`);
  }
  return documentID;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function untilVerified(load: () => ReturnType<typeof loadSubmission>): Promise<void> {
  const deadlineMs = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const loaded = await load();
    if (loaded?.documents.every(({ state }) => state === "verified")) return;
    if (Date.now() > deadlineMs) throw new Error("A story's files were not verified in time.");
    await pause(BREATH_MS);
  }
}
