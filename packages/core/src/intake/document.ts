import { LIMITS, intakeRoutes, isWithinSize, type AttemptID, type DocumentID } from "@postern/contract";
import type * as z from "zod";
import type { Context, Write } from "../kernel/index.ts";
import {
  Problem,
  change,
  derivedID,
  iso,
  missing,
  operation,
  sessionLocked,
  settled,
  sha256,
  timeOf,
} from "../kernel/index.ts";
import { changeDocument, changeSubmission, describeDocument, giveUp } from "./change-store.ts";
import type { IntakeDeps } from "./deps.ts";
import { objectKey } from "./object-key.ts";
import { takeQuota } from "./open-store.ts";
import { findBlocks } from "./part-store.ts";
import { SENDING_STATES, isLive, nextDocumentState, nextSubmissionState } from "./rules.ts";
import { assertNotEnded, findDocument, findOwn, loadOwn, type Document, type Loaded } from "./store.ts";
import { SENDERS, expiry, notOpen, tooManyDocuments, type Sender } from "./submission.ts";

type Declared = z.output<typeof intakeRoutes.declareDocuments.input>["documents"][number];
interface Named extends Declared {
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
}

/** Ids follow from what the client named, so that a repeated call meets its own rows. */
async function named(submissionID: string, declared: Declared): Promise<Named> {
  const at = timeOf(submissionID);
  const documentID = derivedID("doc", at, await sha256([submissionID, declared.reference].join("\n")));
  return { ...declared, documentID, attemptID: await attemptOf(submissionID, declared.messageID) };
}

/** An attempt is one message id in one submission: the nonce rule holds for it, whichever document it is for. */
async function attemptOf(submissionID: string, messageID: string): Promise<AttemptID> {
  return derivedID("att", timeOf(submissionID), await sha256([submissionID, messageID].join("\n")));
}

const messageIDUsed = () =>
  new Problem("conflict", "message-id-used", "This message id was used before. Draw a new one.");

/** Declares documents: each with the message id that derives its content key, before a byte of it is sealed. */
export const declare = operation({
  action: "document.declare",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.declareDocuments.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID, documents }) {
    const loaded = await loadOwn(deps.reader, ctx.actor, submissionID);
    const wanted = await Promise.all(documents.map((document) => named(submissionID, document)));
    const answer = () => ({
      documents: wanted.map(({ reference, documentID, attemptID }) => ({ reference, documentID, attemptID })),
    });
    const known = wanted.filter(({ documentID }) =>
      loaded.documents.some((row) => row.documentID === documentID),
    );
    if (known.length > 0) {
      assertRepeated(wanted, loaded);
      return settled(answer);
    }
    // A file that was given up and is chosen again needs another name.
    const gone = new Set(loaded.gone?.map(({ documentID }) => documentID));
    if (wanted.some(({ documentID }) => gone.has(documentID))) throw referenceUsed();
    return change({
      writes: [
        ...declaration(loaded, wanted, ctx),
        takeQuota(ctx.actor, iso(ctx.clock.now()), {
          submissions: 0,
          sealedBytes: wanted.reduce((sum, { sealedSizeBytes }) => sum + sealedSizeBytes, 0),
        }),
      ],
      facts: { submissionID, patientID: loaded.head.patientID, code: String(wanted.length) },
      afterwards: answer,
    });
  },
});

function assertRepeated(wanted: readonly Named[], { documents }: Loaded): void {
  for (const { documentID, attemptID } of wanted) {
    const row = documents.find((document) => document.documentID === documentID);
    if (row?.attemptID !== attemptID) {
      throw referenceUsed();
    }
  }
}

const referenceUsed = () =>
  new Problem("conflict", "reference-used", "This file was announced before, with other facts.");

function declaration({ head, documents }: Loaded, wanted: readonly Named[], ctx: Context<Sender>): Write[] {
  const state = nextSubmissionState(head.state, "declare");
  if (state === null) throw notOpen();
  // An answer to what was returned is something new.
  if (head.state === "returned" && ctx.actor.session.locked) throw sessionLocked();
  if (wanted.some(({ attemptID }) => documents.some((document) => document.attemptID === attemptID))) {
    throw messageIDUsed();
  }
  const manifests = wanted.filter(({ kind }) => kind === "manifest");
  if (manifests.length > 1)
    throw new Problem("input", "input", "One list of files is enough.", { fields: ["documents"] });
  const replaced = replacedBy(wanted, documents, head.state === "incomplete");
  if (manifests.length === 1)
    replaced.push(...unreadLists(documents).filter((list) => !replaced.includes(list)));
  const added = wanted.length - manifests.length;
  const gone = replaced.filter(({ kind }) => kind === "document").length;
  const documentCount = head.documentCount + added - gone;
  const declaredCount = head.declaredCount + wanted.length;
  if (documentCount > LIMITS.documentsPerSubmission) throw tooManyDocuments();
  if (declaredCount > LIMITS.declaredPerSubmission) throw tooManyDocuments();
  if (wanted.length + replaced.length > LIMITS.documentsPerDeclare + 4) throw tooManyDocuments();
  const round = head.state === "returned" ? head.round + 1 : head.round;
  const declaredAt = iso(ctx.clock.now());
  const [manifest] = manifests;
  const { handle: sessionHandle } = ctx.actor.session;
  const set = { state, round, documentCount, declaredCount, manifestID: manifest?.documentID, sessionHandle };
  return [
    changeSubmission(head, set, expiry(ctx)),
    ...wanted.map((declared) => describeDocument(newDocument(head, declared, declaredAt))),
    ...replaced.map((document) => giveUp(head, document)),
  ];
}

function newDocument(
  { clinicID, submissionID }: Loaded["head"],
  declared: Named,
  declaredAt: string,
): Document {
  const { documentID, attemptID, kind, messageID, sealedSizeBytes, upload } = declared;
  const facts = { documentID, attemptID, kind, messageID, sealedSizeBytes, upload };
  return { ...facts, clinicID, submissionID, state: "declared", declaredAt, version: 1 };
}

/**
 * Lists that a new one stands in for at once. One that can be read stays until the new one can: whoever dies in between
 * still needs the names and the note in it.
 */
function unreadLists(documents: readonly Document[]): readonly Document[] {
  return documents.filter(({ kind, state }) => kind === "manifest" && state !== "verified");
}

/** While a submission is incomplete, its author may only stand in for what was put aside. */
function replacedBy(
  wanted: readonly Named[],
  documents: readonly Document[],
  onlyReplacing: boolean,
): Document[] {
  return wanted.flatMap(({ kind, replaces }) => {
    if (replaces === undefined) {
      if (onlyReplacing && kind === "document") throw notOpen();
      return [];
    }
    const document = documents.find(({ documentID }) => documentID === replaces);
    if (document?.state !== "quarantined" || document.kind !== kind) throw missing();
    return [document];
  });
}

/** Starts a document again: a new message id, a new object key, no digests. */
export const startAttempt = operation({
  action: "document.start-attempt",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.startAttempt.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID, documentID, after, ...facts }) {
    const { head, document } = await ownDocument(deps, ctx, { submissionID, documentID });
    const attemptID = await attemptOf(submissionID, facts.messageID);
    if (document.attemptID === attemptID) return settled(() => ({ attemptID }));
    const used = await findBlocks(deps.reader, { clinicID: head.clinicID, submissionID, attemptID });
    if (used.length > 0) throw messageIDUsed();
    const state = nextDocumentState(document.state, "restart");
    if (!SENDING_STATES.includes(head.state) || state === null || document.attemptID !== after)
      throw notOpen();
    if (!isWithinSize({ ...facts, kind: document.kind })) {
      throw new Problem("input", "input", "This is larger than it may be.", { fields: ["sealedSizeBytes"] });
    }
    const { uploadID } = document;
    const place = { clinicID: head.clinicID, submissionID, documentID, attemptID: after };
    return change({
      writes: [
        changeDocument(document, { ...facts, attemptID, state, uploadID: undefined }),
        // The head's version parts this from a submit at the same moment.
        changeSubmission(head, {}, expiry(ctx)),
        takeQuota(ctx.actor, iso(ctx.clock.now()), { submissions: 0, sealedBytes: facts.sealedSizeBytes }),
      ],
      facts: { submissionID, documentID, patientID: head.patientID },
      afterwards: async () => {
        if (uploadID !== undefined) await deps.uploads.abort(objectKey(place), uploadID);
        return { attemptID };
      },
    });
  },
});

/** Takes a document out of a submission that is not handed over. */
export const abandon = operation({
  action: "document.abandon",
  allow: SENDERS,
  input: intakeRoutes.abandonDocument.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID, documentID }) {
    const head = await findOwn(deps.reader, ctx.actor, submissionID);
    assertNotEnded(head);
    const document = await findDocument(deps.reader, { clinicID: head.clinicID, submissionID, documentID });
    if (document?.kind !== "document") throw missing();
    if (document.state === "abandoned") return settled(() => ({ state: "abandoned" as const }));
    const state = nextDocumentState(document.state, "abandon");
    // The last one of an incomplete submission must be replaced: without it there would be no way on.
    const isLast = head.state === "incomplete" && head.documentCount === 1;
    const isOwn = head.state === "open" || (head.state === "incomplete" && document.state !== "verified");
    const isAllowed = isOwn && !isLast;
    if (state === null || !isAllowed) throw notOpen();
    return change({
      writes: [
        giveUp(head, document),
        changeSubmission(head, { documentCount: head.documentCount - 1 }, expiry(ctx)),
      ],
      facts: { submissionID, documentID, patientID: head.patientID },
      afterwards: () => ({ state }),
    });
  },
});

/** A document of one's own. @throws Problem `missing` */
export async function ownDocument(
  deps: IntakeDeps,
  ctx: Context<Sender>,
  { submissionID, documentID }: Pick<Document, "submissionID" | "documentID">,
) {
  const head = await findOwn(deps.reader, ctx.actor, submissionID);
  assertNotEnded(head);
  const document = await findDocument(deps.reader, { clinicID: head.clinicID, submissionID, documentID });
  if (document === null || !isLive(document)) throw missing();
  return { head, document };
}
