import { createHash, randomBytes } from "node:crypto";
import {
  authRoutes,
  intakeRoutes,
  keysRoutes,
  pathParameters,
  reviewRoutes,
  type AttemptID,
  type ClinicID,
  type DocumentID,
  type DocumentView,
  type EventID,
  type LocationID,
  type PersonID,
  type Route,
  type RoutingFacts,
  type SessionHandle,
  type SessionView,
  type SubmissionID,
  type SubmissionState,
  type WrittenLanguage,
} from "@postern/contract";
import { sealKey, sealNonce } from "@postern/core/device";
import type { InputOf } from "@postern/client";
import { FakeBucket } from "./fake-bucket.ts";
import { Refusal } from "./fake-refusal.ts";
import { startFakeServer, type FakeServer, type Incoming, type Reply } from "./fake-server.ts";

let drawn = 0;
const id = (prefix: string) => `${prefix}_${String((drawn += 1)).padStart(26, "0")}`;

export const SESSION: SessionView = {
  handle: id("ses") as SessionHandle,
  clinicID: id("cli") as ClinicID,
  personID: id("per") as PersonID,
  role: "patient",
  idleSeconds: 900,
  endsAt: "2026-01-01T12:00:00.000Z",
};
export const FACTS: RoutingFacts = {
  kind: "images",
  locationID: id("loc") as LocationID,
  urgency: "routine",
};

interface Row {
  reference: string;
  view: DocumentView;
  digests: Map<number, string>;
  upload: "single" | "multipart";
}

/** Plays the API and the bucket for one submission of one person on one device. Schemas are the contract's own. */
export class FakeClinic {
  readonly submissionID = id("sub") as SubmissionID;
  readonly bucket = new FakeBucket();
  readonly dataKey = randomBytes(32);
  readonly wrappedKey = randomBytes(184);
  readonly keyARN = "arn:aws:kms:us-east-1:000000000000:key/mrk-1";
  readonly rows = new Map<string, Row>();
  readonly purposes: string[] = [];
  state: SubmissionState = "open";
  round = 1;
  language: WrittenLanguage = "en";
  devicePublicKey = "";
  /** Calls that are answered 401 until a proof comes. */
  isProven = true;
  /** A document is verified as soon as its single PUT is stored. */
  verifiesAtOnce = false;
  #nonce = "";
  #server: FakeServer | undefined;
  readonly #routes: { route: Route; pattern: RegExp; run: (input: never) => unknown }[] = [];

  constructor() {
    this.#on(authRoutes.challenge, async () => {
      const nonce = randomBytes(32);
      this.#nonce = nonce.toString("base64");
      return sealNonce({ devicePublicKey: this.devicePublicKey, sessionHandle: SESSION.handle, nonce });
    });
    this.#on(authRoutes.prove, ({ nonce }) => {
      this.isProven = nonce === this.#nonce;
      if (!this.isProven) throw new Refusal(403, "wrong-nonce");
      return { provenAt: "2026-01-01T00:00:00.000Z" };
    });
    this.#on(intakeRoutes.openSubmission, ({ language = "en" }) => {
      this.language = language;
      return { submissionID: this.submissionID, number: "K7M2-4Q9R" };
    });
    this.#on(intakeRoutes.readSubmission, () => this.#view());
    this.#on(keysRoutes.release, ({ purpose }) => this.#release(purpose));
    this.#on(intakeRoutes.declareDocuments, ({ documents }) => {
      if (this.state === "returned") {
        this.state = "open";
        this.round += 1;
      }
      return { documents: documents.map((document) => this.#declare(document)) };
    });
    this.#on(intakeRoutes.abandonDocument, ({ documentID }) => {
      const { view } = this.row(documentID);
      if (view.kind === "manifest") throw new Refusal(404, "not-found");
      if (this.state !== "open") throw new Refusal(409, "submission-not-open");
      view.state = "abandoned";
      return { state: view.state };
    });
    this.#on(intakeRoutes.startAttempt, ({ documentID, after, messageID, sealedSizeBytes, upload }) => {
      const row = this.#attempt(documentID, after);
      const attemptID = id("att") as AttemptID;
      row.view = { ...row.view, attemptID, messageID, sealedSizeBytes };
      row.digests = new Map();
      row.upload = upload;
      return { attemptID };
    });
    this.#on(intakeRoutes.signParts, (input) => this.#sign(input));
    this.#on(intakeRoutes.listParts, ({ documentID, attemptID }) => {
      const { view, digests } = this.#attempt(documentID, attemptID);
      const isStored = (partNumber: number) =>
        view.state === "verified" || this.bucket.hasPart(objectKeyOf(view), partNumber);
      const parts = [...digests].map(([partNumber, sha256]) => ({
        partNumber,
        sha256,
        isStored: isStored(partNumber),
      }));
      return { parts };
    });
    this.#on(intakeRoutes.completeDocument, ({ documentID, attemptID }) => {
      const row = this.#attempt(documentID, attemptID);
      if (!this.bucket.complete(objectKeyOf(row.view))) throw new Refusal(409, "document.no-upload");
      row.view.state = "completing";
      return { state: "completing" as const };
    });
    this.#on(intakeRoutes.submit, (input) => this.#submit(input));
    this.#on(reviewRoutes.documentURL, ({ documentID }) => {
      const { view } = this.row(documentID);
      if (view.state !== "verified") throw new Refusal(404, "not-found");
      const { sealedSizeBytes, messageID } = view;
      const url = `${this.server.baseURL}/bucket/${objectKeyOf(view)}`;
      return { url, expiresAt: "2026-01-01T00:05:00.000Z", sealedSizeBytes, messageID };
    });
  }

  get server(): FakeServer {
    if (this.#server === undefined) throw new Error("not started");
    return this.#server;
  }

  async start(devicePublicKey: string): Promise<void> {
    this.devicePublicKey = devicePublicKey;
    this.#server = await startFakeServer((incoming) => this.#handle(incoming));
  }

  row(documentID: string): Row {
    const row = this.rows.get(documentID);
    if (row === undefined) throw new Refusal(404, "not-found");
    return row;
  }

  /** Documents that are not abandoned, in the order they were declared. */
  get live(): DocumentView[] {
    return [...this.rows.values()].map(({ view }) => view).filter(({ state }) => state !== "abandoned");
  }

  stored(view: DocumentView): Buffer {
    const object = this.bucket.objects.get(objectKeyOf(view));
    if (object === undefined) throw new Error("nothing is stored");
    return object;
  }

  store(view: DocumentView, bytes: Buffer): void {
    this.bucket.objects.set(objectKeyOf(view), bytes);
  }

  #on<R extends Route>(route: R, run: (input: R["input"]["_zod"]["output"]) => unknown): void {
    const names = pathParameters(route.path);
    const path = names.reduce((text, name) => text.replace(`:${name}`, `(?<${name}>[^/]+)`), route.path);
    this.#routes.push({ route, pattern: new RegExp(`^${path}$`), run });
  }

  async #handle(incoming: Incoming): Promise<Reply> {
    const { method, url, headers, body } = incoming;
    if (url.pathname.startsWith("/bucket/")) return this.#store(incoming);
    if (headers["postern-clinic"] !== SESSION.clinicID) return new Refusal(409, "other-clinic").reply;
    const isProof = url.pathname === authRoutes.prove.path;
    if (!this.isProven && !isProof) return new Refusal(401, "proof-required").reply;
    for (const { route, pattern, run } of this.#routes) {
      const match = pattern.exec(url.pathname);
      if (match === null || route.method !== method) continue;
      const sent: unknown =
        method === "POST" ? JSON.parse(body.toString()) : Object.fromEntries(url.searchParams);
      const input = route.input.safeParse({ ...(sent as object), ...match.groups });
      if (!input.success) return new Refusal(400, "input").reply;
      try {
        return { status: 200, body: route.output.parse(await run(input.data as never)) };
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    }
    return new Refusal(404, "not-found").reply;
  }

  #store(incoming: Incoming): Reply {
    const reply = this.bucket.handle(incoming);
    for (const view of this.verifiesAtOnce ? this.live : []) {
      if (this.bucket.objects.has(objectKeyOf(view))) view.state = "verified";
    }
    return reply;
  }

  async #release(purpose: "seal" | "resume" | "append" | "read") {
    this.purposes.push(purpose);
    const { wrappedKey, keyARN, submissionID } = this;
    const { clinicID, handle: sessionHandle } = SESSION;
    const eventID = id("evt") as EventID;
    const wrappedKeySha256 = createHash("sha256").update(wrappedKey).digest();
    const scope = { clinicID, submissionID, purpose, wrappedKeySha256, eventID };
    const { devicePublicKey, dataKey } = this;
    const sealed = await sealKey({ devicePublicKey, sessionHandle, scope, dataKey });
    const context = { clinic: clinicID, submission: submissionID };
    return { ...sealed, eventID, wrappedKey: wrappedKey.toString("base64"), keyARN, context };
  }

  #declare(declared: InputOf<typeof intakeRoutes.declareDocuments>["documents"][number]) {
    const { reference, kind, messageID, sealedSizeBytes, upload, replaces } = declared;
    const known = [...this.rows.values()].find((row) => row.reference === reference);
    if (known !== undefined) {
      const { documentID, attemptID } = known.view;
      const isRepeat = known.view.messageID === messageID && known.view.state !== "abandoned";
      if (!isRepeat) throw new Refusal(409, "reference-used");
      return { reference, documentID, attemptID };
    }
    const documentID = id("doc") as DocumentID;
    const attemptID = id("att") as AttemptID;
    const view = { documentID, attemptID, kind, state: "declared" as const, sealedSizeBytes, messageID };
    if (replaces !== undefined) {
      const former = this.row(replaces).view;
      if (former.state !== "quarantined") throw new Refusal(404, "not-found");
      former.state = "abandoned";
    }
    for (const former of this.live)
      if (kind === "manifest" && former.kind === kind) former.state = "abandoned";
    this.rows.set(documentID, { reference, view, upload, digests: new Map() });
    return { reference, documentID, attemptID };
  }

  #attempt(documentID: DocumentID, attemptID: AttemptID): Row {
    const row = this.row(documentID);
    if (row.view.state === "abandoned") throw new Refusal(404, "not-found");
    if (row.view.attemptID !== attemptID) throw new Refusal(409, "document.other-attempt");
    return row;
  }

  #sign({ documentID, attemptID, parts }: InputOf<typeof intakeRoutes.signParts>) {
    const row = this.#attempt(documentID as DocumentID, attemptID as AttemptID);
    if (row.view.state === "verified") throw new Refusal(409, "submission-not-open");
    for (const { partNumber, sha256 } of parts) {
      if ((row.digests.get(partNumber) ?? sha256) !== sha256) throw new Refusal(409, "changed-file");
      row.digests.set(partNumber, sha256);
    }
    row.view.state = "uploading";
    const objectKey = objectKeyOf(row.view);
    const isSingle = row.upload === "single";
    const { baseURL } = this.server;
    return { parts: parts.map((part) => this.bucket.sign(baseURL, { ...part, objectKey, isSingle })) };
  }

  #submit({ documentCount, manifestID }: InputOf<typeof intakeRoutes.submit>) {
    if (this.state === "submitted") return { state: this.state };
    const list = this.live.find(({ kind }) => kind === "manifest");
    if (list?.documentID !== manifestID) throw new Refusal(409, "documents-differ");
    const isThere = (view: DocumentView) =>
      this.bucket.objects.get(objectKeyOf(view))?.length === view.sealedSizeBytes;
    const kinds = this.live.map(({ kind }) => kind);
    const isComplete =
      this.live.every(isThere) &&
      kinds.filter((kind) => kind === "document").length === documentCount &&
      kinds.filter((kind) => kind === "manifest").length === 1;
    if (!isComplete) throw new Refusal(409, "submission.not-complete");
    for (const view of this.live) view.state = "verified";
    this.state = "submitted";
    return { state: this.state };
  }

  #view() {
    const { submissionID, state, round, language } = this;
    const documents = [...this.rows.values()].map(({ view }) => view);
    const { clinicID } = SESSION;
    const head = { submissionID, number: "K7M2-4Q9R", state, ...FACTS, round, language, clinicID };
    return { ...head, openedAt: "2026-01-01T00:00:00.000Z", documents };
  }
}

function objectKeyOf({ documentID, attemptID }: DocumentView): string {
  return `${documentID}/${attemptID}`;
}
