import { createHash, randomBytes } from "node:crypto";
import { requestKey } from "@postern/client/device";
import type { SourceFile } from "@postern/client";
import {
  intakeRoutes,
  type AttemptID,
  type DocumentID,
  type Route,
  type RoutingFacts,
  type SignedPart,
  type SubmissionID,
} from "@postern/contract";
import { patienceOf } from "../../packages/client/src/patience.ts";
import { prepareAttempt } from "../../packages/client/src/submit/attempt.ts";
import { createManifest, manifestFile } from "../../packages/client/src/submit/manifest.ts";
import { codeOf, rawCall } from "../support/raw-call.ts";
import { digestOf, factsFor, putBytes, tinyFile } from "../support/sealed-package.ts";
import type { SeededClinic, SignedIn, World } from "../support/world.ts";

/** An answer: `200`, or the status and code of a problem, and its body. */
export interface Reply {
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls a route with any input and gives the answer whatever it is. */
export async function ask(
  world: World,
  person: SignedIn,
  route: Route,
  input: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const answer = await rawCall(world, person, route, input);
  const isJSON = answer.contentType.includes("json");
  return { code: codeOf(answer), body: isJSON ? (JSON.parse(answer.body) as Reply["body"]) : {} };
}

/** A submission of which every call can be made, and the answer looked at. */
export interface Draft {
  readonly submissionID: SubmissionID;
  readonly facts: RoutingFacts;
  /** Asks as its sender; the submission's id is added. */
  ask(route: Route, input?: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** As `ask`. @throws Error when the answer is not 200 */
  done(route: Route, input?: Readonly<Record<string, unknown>>): Promise<Reply["body"]>;
}

/** Opens a submission in which nothing is declared yet. */
export async function openDraft(world: World, sender: SignedIn, clinic: SeededClinic): Promise<Draft> {
  const facts = factsFor(clinic);
  const opening = { ...facts, idempotencyKey: crypto.randomUUID() };
  const { submissionID } = await sender.api.call(intakeRoutes.openSubmission, opening);
  return draftOf(world, sender, submissionID, facts);
}

/** A submission that is there, as its sender sees it. */
export function draftOf(
  world: World,
  sender: SignedIn,
  submissionID: SubmissionID,
  facts: RoutingFacts,
): Draft {
  const askIn: Draft["ask"] = (route, input = {}) => ask(world, sender, route, { submissionID, ...input });
  const done: Draft["done"] = async (route, input) => {
    const { code, body } = await askIn(route, input);
    if (code !== "200") throw new Error(`${route.path} was answered ${code}.`);
    return body;
  };
  return { submissionID, facts, ask: askIn, done };
}

/** 32 bytes of chance in base64: a message id, or a digest of bytes that are never sent. */
export const draw = (): string => randomBytes(32).toString("base64");

/** What a small document is declared with. */
export const announcement = (more: Readonly<Record<string, unknown>> = {}) => ({
  reference: crypto.randomUUID(),
  kind: "document",
  messageID: draw(),
  sealedSizeBytes: 1000,
  upload: "single",
  ...more,
});

/** A document that is declared, by its ids. */
export interface Place {
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
}

/** Declares one document. @throws Error when it is refused */
export async function declare(draft: Draft, more: Readonly<Record<string, unknown>> = {}): Promise<Place> {
  const declared = await draft.done(intakeRoutes.declareDocuments, { documents: [announcement(more)] });
  return required(placesOf(declared)[0]);
}

/** The documents of an answer to a declaration. */
export function placesOf(body: Reply["body"]): readonly Place[] {
  const { documents } = intakeRoutes.declareDocuments.output.parse(body);
  return documents.map(({ documentID, attemptID }) => ({ documentID, attemptID }));
}

/** The one part of a document of `announcement`, or any other. */
export const part = (more: Readonly<Record<string, unknown>> = {}) => ({
  partNumber: 1,
  sizeBytes: 1000,
  sha256: draw(),
  ...more,
});

/** A document and a list, both declared and signed for, of which no byte was sent. */
export async function signedPair(draft: Draft): Promise<{ document: Place; manifest: Place }> {
  const document = await declare(draft);
  const manifest = await declare(draft, { kind: "manifest" });
  await draft.done(intakeRoutes.signParts, { ...document, parts: [part()] });
  await draft.done(intakeRoutes.signParts, { ...manifest, parts: [part()] });
  return { document, manifest };
}

/** A document that is declared, and really sealed. */
export interface SealedFile extends Place {
  readonly file: SourceFile;
  readonly parts: readonly SealedPart[];
}
export interface SealedPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly asked: { readonly partNumber: number; readonly sizeBytes: number; readonly sha256: string };
}

/** Declares one more document in a submission that takes them, and seals it. */
export async function sealInto(
  draft: Draft,
  sender: SignedIn,
  file: SourceFile,
  more: Readonly<Record<string, unknown>> = {},
): Promise<SealedFile> {
  const { submissionID } = draft;
  const key = await requestKey({ ...sender, submissionID, purpose: "append" }, patienceOf({}));
  const { sealer, facts } = await prepareAttempt(key, file.sizeBytes);
  const documents = [announcement({ ...facts, ...more })];
  const place = required(placesOf(await draft.done(intakeRoutes.declareDocuments, { documents }))[0]);
  const parts: SealedPart[] = [];
  for (const { partNumber, plaintextOffsetBytes: start, plaintextSizeBytes } of sealer.parts) {
    const bytes = await sealer.sealPart(partNumber, await file.read(start, start + plaintextSizeBytes));
    parts.push({ bytes, asked: { partNumber, sizeBytes: bytes.length, sha256: digestOf(bytes) } });
  }
  return { ...place, file, parts };
}

/** The list over such documents, declared and sealed. */
export function sealList(
  draft: Draft,
  sender: SignedIn,
  documents: readonly (Pick<Place, "documentID"> & { readonly file?: SourceFile })[],
): Promise<SealedFile> {
  const entries = documents.map(({ documentID, file = tinyFile() }) => ({
    documentID,
    file,
    mediaType: "application/pdf" as const,
  }));
  const list = manifestFile(createManifest(draft.facts, entries, undefined));
  return sealInto(draft, sender, list, { kind: "manifest" });
}

/** Has all parts of a document signed. */
export async function signAll(
  draft: Draft,
  { documentID, attemptID, parts }: SealedFile,
): Promise<readonly SignedPart[]> {
  const asked = { documentID, attemptID, parts: parts.map(({ asked: one }) => one) };
  return intakeRoutes.signParts.output.parse(await draft.done(intakeRoutes.signParts, asked)).parts;
}

/** Signs and sends a document of one part. @throws Error when the store does not take it */
export async function sendSealed(draft: Draft, sealed: SealedFile): Promise<void> {
  const [signed] = await signAll(draft, sealed);
  const { bytes } = required(sealed.parts[0]);
  if ((await putBytes(required(signed), bytes)) !== 200) throw new Error("The store did not take it.");
}

/** A file of so many bytes, of which no two pieces are alike. */
export function longFile(sizeBytes: number): SourceFile {
  const seed = crypto.randomUUID();
  const block = createHash("sha512").update(seed).digest();
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(new TextEncoder().encode("%PDF-1.4\n"));
  for (let at = 16; at + block.length <= sizeBytes; at += 4096) bytes.set(block, at);
  return { name: "long.pdf", sizeBytes, read: async (start, end) => bytes.slice(start, end) };
}

/** @throws Error when there is nothing */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("The answer is incomplete.");
  return value;
}
