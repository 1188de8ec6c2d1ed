import {
  LIMITS,
  intakeRoutes,
  type DocumentID,
  type OrganizationID,
  type PatientID,
  type RoutingFacts,
} from "@postern/contract";
import { findSettings, type ClinicSettings } from "../clinic/index.ts";
import type { ActorOf, Context } from "../kernel/index.ts";
import { Problem, change, iso, missing, operation, settled, sha256 } from "../kernel/index.ts";
import type { IntakeDeps } from "./deps.ts";
import {
  describeDataKey,
  describeNumber,
  describeOpened,
  describeSubmission,
  findOpened,
  takeQuota,
} from "./open-store.ts";
import { LINGER_MS, expiryFrom, nextSubmissionState } from "./rules.ts";
import { UNDECIDED, changeSubmission, giveUp } from "./change-store.ts";
import { findOwn, findSubmission, loadOwn, type Document, type Loaded, type Submission } from "./store.ts";

export type Sender = ActorOf<"patient"> | ActorOf<"referrer">;
export const SENDERS = ["patient", "referrer"] as const;

const LATE_SECONDS = 60;
export const expiry = (ctx: Context): string => expiryFrom(ctx.clock.now());

const NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A number that people can read out: eight characters that are not mistaken for each other. */
function drawNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const letters = [...bytes].map((byte) => NUMBER_ALPHABET.charAt(byte % NUMBER_ALPHABET.length)).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

const ownerOf = (actor: Sender): { patientID?: PatientID; organizationID?: OrganizationID } =>
  actor.type === "patient" ? { patientID: actor.patientID } : { organizationID: actor.organizationID };

/** Opens a submission: its head, its number and its wrapped data key, which this function can never unwrap. */
export const open = operation({
  action: "submission.open",
  allow: SENDERS,
  input: intakeRoutes.openSubmission.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { idempotencyKey, language = "en", ...facts }) {
    const { actor } = ctx;
    const { clinicID, personID } = actor;
    const keyHash = Buffer.from(
      await sha256([personID, "submission.open", idempotencyKey].join("\n")),
    ).toString("hex");
    const earlier = await findOpened(deps.reader, clinicID, keyHash);
    if (earlier !== null) return settled(() => answer(deps, ctx, earlier));
    assertOffered(await findSettings(deps.reader, clinicID), facts);

    const submissionID = ctx.newID("sub");
    const key = await deps.dataKeys.generate(deps.documentsKeyARN, {
      clinic: clinicID,
      submission: submissionID,
    });
    const digest = await crypto.subtle.digest("SHA-256", key.wrappedKey);
    const openedAt = iso(ctx.clock.now());
    const head: Submission = {
      clinicID,
      submissionID,
      number: drawNumber(),
      state: "open",
      ...facts,
      service: facts.service,
      language,
      round: 1,
      authorID: personID,
      sessionHandle: actor.session.handle,
      ...ownerOf(actor),
      documentCount: 0,
      declaredCount: 0,
      wrappedKeySha256: Buffer.from(digest).toString("base64"),
      keyARN: key.keyARN,
      openedAt,
      version: 1,
    } as Submission;
    return change({
      writes: [
        describeOpened(clinicID, keyHash, submissionID, openedAt),
        describeSubmission(head, expiry(ctx)),
        describeNumber(head, head.number),
        describeDataKey(head, key),
        takeQuota(actor, openedAt, { submissions: 1, sealedBytes: 0 }),
      ],
      facts: { submissionID, ...("patientID" in actor ? { patientID: actor.patientID } : {}) },
      afterwards: () => ({ submissionID, number: head.number }),
    });
  },
});

/** Routing facts are closed lists of the clinic: what it does not offer, nobody there would find. */
function assertOffered(settings: ClinicSettings | null, { kind, locationID, service }: RoutingFacts): void {
  if (settings === null) throw missing();
  const { clinic, locations } = settings;
  const fields = [
    ...(clinic.kinds.includes(kind) ? [] : ["kind"]),
    ...(locations.some((location) => location.locationID === locationID) ? [] : ["locationID"]),
    ...(service === undefined || clinic.services.includes(service) ? [] : ["service"]),
  ];
  if (fields.length === 0) return;
  throw new Problem(
    "input",
    "input",
    "The clinic does not offer this. Load the page again and choose anew.",
    { fields },
  );
}

async function answer(deps: IntakeDeps, ctx: Context<Sender>, submissionID: Submission["submissionID"]) {
  const head = await findSubmission(deps.reader, { clinicID: ctx.actor.clinicID, submissionID });
  if (head === null) throw missing();
  return { submissionID, number: head.number };
}

/** Fixes the set of documents and hands it over. The last document that is verified after this routes it. */
export const submit = operation({
  action: "submission.submit",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.submit.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID, documentCount, manifestID }) {
    const { clinicID } = ctx.actor;
    const { head, documents } = await loadOwn(deps.reader, ctx.actor, submissionID);
    const message = { clinicID, submissionID };
    const askToSettle = async () => {
      await deps.askToSettle(message);
      const now = await findSubmission(deps.reader, { clinicID, submissionID });
      return { state: now?.state ?? ("submitted" as const) };
    };
    if (head.state === "submitted" || head.state === "routed") return settled(askToSettle);
    const state = nextSubmissionState(head.state, "submit");
    if (state === null) throw notOpen();
    assertHandable({ head, documents }, documentCount, manifestID);
    // A second message, for the case that this function dies between the commit and the first.
    await deps.askToSettle(message, LATE_SECONDS);
    const submittedAt = iso(ctx.clock.now());
    const oldLists = documents.filter(
      ({ kind, documentID }) => kind === "manifest" && documentID !== manifestID,
    );
    return change({
      writes: [
        // What is handed in answers the last decision, which is none about this.
        changeSubmission(head, { ...UNDECIDED, state, submittedAt }, submittedAt),
        ...oldLists.map((list) => giveUp(head, list)),
      ],
      facts: { submissionID, patientID: head.patientID },
      afterwards: askToSettle,
    });
  },
});

/** Gives up what was never handed in: it ends now, and what came in of it is deleted as after any other end. */
export const cancel = operation({
  action: "submission.cancel",
  allow: SENDERS,
  input: intakeRoutes.cancelSubmission.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID }) {
    const head = await findOwn(deps.reader, ctx.actor, submissionID);
    const cancelled = () => ({ state: "expired" as const });
    if (head.state === "expired") return settled(cancelled);
    const isFirst = head.state === "open" && head.round === 1;
    const state = isFirst ? nextSubmissionState(head.state, "expire") : null;
    if (state === null) throw notOpen();
    const nowMs = ctx.clock.now();
    return change({
      writes: [changeSubmission(head, { state, expiresAt: iso(nowMs) }, iso(nowMs + LINGER_MS))],
      facts: { submissionID, patientID: head.patientID },
      afterwards: cancelled,
    });
  },
});

/** @throws Problem `conflict` while the set is not whole, or not the one that the author means */
function assertHandable({ head, documents }: Loaded, documentCount: number, manifestID: DocumentID): void {
  if (head.manifestID === undefined) {
    throw new Problem("conflict", "manifest-missing", "The list of files was not sent yet.");
  }
  if (head.documentCount !== documentCount || head.manifestID !== manifestID) {
    throw new Problem(
      "conflict",
      "documents-differ",
      "The list of files is not the one that was sent. Look again.",
    );
  }
  if (documents.some(({ state }) => state === "quarantined")) {
    throw new Problem("conflict", "quarantined-remain", "A file was put aside. Send it again first.");
  }
  const isUnsent = ({ state, upload }: Document) =>
    state === "declared" || (state === "uploading" && upload === "multipart");
  if (documents.some(isUnsent)) {
    throw new Problem("conflict", "documents-unsent", "Some files were not sent yet.");
  }
}

export const notOpen = () =>
  new Problem("conflict", "submission-not-open", "This was handed over already. It takes no more files.");

export const tooManyDocuments = () =>
  new Problem(
    "limit",
    "too-many-documents",
    `A submission holds up to ${LIMITS.documentsPerSubmission} files.`,
  );
