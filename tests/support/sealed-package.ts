import { createHash } from "node:crypto";
import {
  intakeRoutes,
  type AttemptID,
  type DocumentID,
  type SignedPart,
  type SubmissionID,
} from "@postern/contract";
import { requestKey } from "@postern/client/device";
import type { SourceFile } from "@postern/client";
import { patienceOf } from "../../packages/client/src/patience.ts";
import { prepareAttempt } from "../../packages/client/src/submit/attempt.ts";
import { createManifest, manifestFile } from "../../packages/client/src/submit/manifest.ts";
import { dumpTable } from "./table-dump.ts";
import { until } from "./until.ts";
import type { SeededClinic, SignedIn, World } from "./world.ts";

/** A document that is declared, sealed and signed for, and not sent. */
export interface SealedDocument {
  readonly kind: "document" | "manifest";
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
  readonly objectKey: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly signed: SignedPart;
}

/** A submission of which every step can be taken when a test wants it. */
export interface SealedPackage {
  readonly submissionID: SubmissionID;
  readonly number: string;
  readonly documents: readonly SealedDocument[];
  /** Sends a document by its URL. @throws Error when the store does not take it */
  put(document: SealedDocument): Promise<void>;
  putAll(): Promise<void>;
  submit(): Promise<void>;
}

/** A tiny page that passes for a PDF. */
export function tinyFile(name = "page.pdf"): SourceFile {
  const bytes = new TextEncoder().encode(`%PDF-1.4\n% ${crypto.randomUUID()}\n`);
  return { name, sizeBytes: bytes.length, read: async (start, end) => bytes.slice(start, end) };
}

/** Facts that every demonstration clinic can route. */
export function factsFor({ locations }: SeededClinic) {
  const [locationID] = Object.values(locations);
  if (locationID === undefined) throw new Error("This clinic has no location.");
  return { kind: "documents", locationID, urgency: "routine" } as const;
}

/** What a package holds; one tiny file when nothing is said. */
interface Contents {
  readonly files?: readonly SourceFile[];
  readonly note?: string;
}

/** Opens a submission and declares, seals and has signed the files, each of one part, and their list. */
export async function sealPackage(
  sender: SignedIn,
  clinic: SeededClinic,
  { files = [tinyFile()], note }: Contents = {},
): Promise<SealedPackage> {
  const { api } = sender;
  const facts = factsFor(clinic);
  const idempotencyKey = crypto.randomUUID();
  const { submissionID, number } = await api.call(intakeRoutes.openSubmission, { ...facts, idempotencyKey });
  const seal = await sealerFor(sender, submissionID, clinic.clinicID);
  const documents: SealedDocument[] = [];
  for (const file of files) documents.push(await seal("document", file));
  const entries = documents.map(({ documentID }, index) => ({
    documentID,
    file: files[index] ?? tinyFile(),
    mediaType: "application/pdf" as const,
  }));
  const manifest = await seal("manifest", manifestFile(createManifest(facts, entries, { note })));
  const all = [...documents, manifest];
  return {
    submissionID,
    number,
    documents: all,
    put: putDocument,
    putAll: async () => {
      for (const document of all) await putDocument(document);
    },
    submit: async () => {
      await api.call(intakeRoutes.submit, {
        submissionID,
        documentCount: files.length,
        manifestID: manifest.documentID,
      });
    },
  };
}

async function sealerFor(sender: SignedIn, submissionID: SubmissionID, clinicID: string) {
  const key = await requestKey({ ...sender, submissionID, purpose: "seal" }, patienceOf({}));
  return async (kind: SealedDocument["kind"], file: SourceFile): Promise<SealedDocument> => {
    const { api } = sender;
    const { sealer, facts } = await prepareAttempt(key, file.sizeBytes);
    const declaring = { reference: crypto.randomUUID(), kind, ...facts };
    const declared = await api.call(intakeRoutes.declareDocuments, { submissionID, documents: [declaring] });
    const { documentID, attemptID } = required(declared.documents[0]);
    const bytes = await sealer.sealPart(1, await file.read(0, file.sizeBytes));
    const part = { partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) };
    const place = { submissionID, documentID, attemptID };
    const { parts } = await api.call(intakeRoutes.signParts, { ...place, parts: [part] });
    const objectKey = `c/${clinicID}/${submissionID}/${documentID}/${attemptID}`;
    return { kind, documentID, attemptID, objectKey, bytes, signed: required(parts[0]) };
  };
}

/** SHA-256 in base64. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** One PUT with the headers that were signed. @returns the store's status */
export async function putBytes({ url, headers }: SignedPart, body: Uint8Array<ArrayBuffer>): Promise<number> {
  const sent = Object.entries(headers).filter(([name]) => name !== "content-length");
  const response = await fetch(url, { method: "PUT", headers: Object.fromEntries(sent), body });
  await response.arrayBuffer();
  return response.status;
}

async function putDocument({ signed, bytes }: SealedDocument): Promise<void> {
  const status = await putBytes(signed, bytes);
  if (status !== 200) throw new Error(`The store answered ${status}.`);
}

/** The state of a submission's head and of its documents, by id, as the table has them. */
export async function statesOf(
  world: World,
  submissionID: string,
): Promise<Readonly<Record<string, string>>> {
  const rows = await dumpTable(world, "record");
  const own = rows.filter((row) => row["submissionID"] === submissionID && "state" in row);
  return Object.fromEntries(
    own
      .filter(({ pk }) => String(pk).includes("#sub#"))
      .map(({ sk, state }) => [sk === "head" ? "head" : String(sk).slice("doc#".length), String(state)]),
  );
}

/** Waits until the care team has it. */
export async function untilRouted(world: World, submissionID: string, seconds?: number): Promise<void> {
  await until("routing", async () => (await statesOf(world, submissionID))["head"] === "routed", seconds);
}

/** Waits until every document is verified. */
export async function untilVerified(world: World, submissionID: string): Promise<void> {
  await until("verification", async () => {
    const { head: _, ...documents } = await statesOf(world, submissionID);
    return Object.values(documents).every((state) => state === "verified");
  });
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("The answer is incomplete.");
  return value;
}
