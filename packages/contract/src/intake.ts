import * as z from "zod";
import { AttemptID, ClinicID, DocumentID, LocationID, PatientID, SubmissionID, base64 } from "./id.ts";
import { LIMITS } from "./limits.ts";
import { SignedReceipt } from "./receipt.ts";
import { route } from "./route.ts";
import {
  DocumentState,
  QuarantineReason,
  RejectReason,
  ReturnReason,
  Role,
  Service,
  SubmissionKind,
  SubmissionState,
  Urgency,
  WrittenLanguage,
} from "./words.ts";

const When = z.iso.datetime();
const Cursor = z.string().min(1).max(1024);

/** What the server may see in order to route. The manifest repeats them under seal. */
export const RoutingFacts = z.strictObject({
  kind: SubmissionKind,
  locationID: LocationID,
  service: Service.optional(),
  urgency: Urgency,
});
export type RoutingFacts = z.infer<typeof RoutingFacts>;

export const ClinicView = z.strictObject({
  clinicID: ClinicID,
  name: z.string(),
  phone: z.string(),
  locations: z.array(z.strictObject({ locationID: LocationID, name: z.string() })),
  kinds: z.array(SubmissionKind),
  services: z.array(Service),
  /** Whether photos shall come as they were taken; else the sender's device takes out where, and with what. */
  keepsOriginal: z.boolean(),
  me: z.strictObject({ role: Role, displayName: z.string() }),
});
export type ClinicView = z.infer<typeof ClinicView>;

export const OpenSubmission = RoutingFacts.extend({
  /** The sender's; English when it is left out. */
  language: WrittenLanguage.optional(),
  /** Drawn by the client once per submission; a repeated call finds the same submission. */
  idempotencyKey: z.string().regex(/^[0-9A-Za-z_-]{16,64}$/),
});

export const SubmissionOpened = z.strictObject({
  submissionID: SubmissionID,
  /** Short number for people: `K7M2-4Q9R`. */
  number: z.string(),
});

/** True when no two of the values are the same; what is left out does not count. */
function areDistinct(values: readonly (string | undefined)[]): boolean {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length;
}

/** Whether an attempt keeps to the largest sealed size of its kind of document and upload. */
export function isWithinSize(attempt: {
  readonly kind?: "document" | "manifest";
  readonly upload: "single" | "multipart";
  readonly sealedSizeBytes: number;
}): boolean {
  if (
    attempt.kind === "manifest" &&
    attempt.sealedSizeBytes > LIMITS.manifestSizeBytes + LIMITS.headerSizeBytes
  ) {
    return false;
  }
  return attempt.upload === "multipart" || attempt.sealedSizeBytes <= LIMITS.singlePutSizeBytes;
}

/** How one attempt at a document will arrive. */
const AttemptFacts = {
  messageID: base64(32),
  sealedSizeBytes: z.int().positive().max(LIMITS.sealedSizeBytes),
  upload: z.enum(["single", "multipart"]),
};

export const DeclareDocuments = z.strictObject({
  submissionID: SubmissionID,
  documents: z
    .array(
      z
        .strictObject({
          /** The client's own name for the file in this submission, opaque; a repeat meets its own rows. */
          reference: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
          kind: z.enum(["document", "manifest"]),
          /** A quarantined document that this one stands in for. */
          replaces: DocumentID.optional(),
          ...AttemptFacts,
        })
        .refine(isWithinSize),
    )
    .min(1)
    .max(LIMITS.documentsPerDeclare)
    .refine((documents) => areDistinct(documents.map(({ reference }) => reference)))
    .refine((documents) => areDistinct(documents.map(({ messageID }) => messageID)))
    .refine((documents) => areDistinct(documents.map(({ replaces }) => replaces))),
});
export const DocumentDeclared = z.strictObject({
  reference: z.string(),
  documentID: DocumentID,
  attemptID: AttemptID,
});

const InDocument = { submissionID: SubmissionID, documentID: DocumentID };
const InAttempt = { ...InDocument, attemptID: AttemptID };

export const SignParts = z.strictObject({
  ...InAttempt,
  parts: z
    .array(
      z.strictObject({
        partNumber: z.int().min(1).max(LIMITS.partsPerDocument),
        sizeBytes: z.int().positive().max(LIMITS.sealedSizeBytes),
        /** SHA-256 of the sealed bytes. */
        sha256: base64(32),
      }),
    )
    .min(1)
    .max(LIMITS.partsPerSign),
});
/** A presigned PUT, good for exactly the declared bytes until `expiresAt`. Send `headers` as they are. */
export const SignedPart = z.strictObject({
  partNumber: z.int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: When,
});
export type SignedPart = z.infer<typeof SignedPart>;

export const ListParts = z.strictObject({
  ...InAttempt,
  /** Which hundred of part numbers, from 0: parts 1 to 100, 101 to 200 and so on. */
  block: z.coerce
    .number<number>()
    .int()
    .min(0)
    .max(LIMITS.partsPerDocument / LIMITS.partsPerSign - 1),
});
/** What an earlier run has had signed. Parts that it never came to are left out. */
export const PartsListed = z.strictObject({
  parts: z.array(
    z.strictObject({
      partNumber: z.int(),
      /** SHA-256 of the sealed bytes, recorded once and for good. */
      sha256: base64(32),
      /** Whether the store has them. */
      isStored: z.boolean(),
    }),
  ),
  nextBlock: z.int().optional(),
});

export const DocumentView = z.strictObject({
  documentID: DocumentID,
  attemptID: AttemptID,
  kind: z.enum(["document", "manifest"]),
  state: DocumentState,
  sealedSizeBytes: z.int(),
  messageID: base64(32),
  reason: QuarantineReason.optional(),
  verifiedAt: When.optional(),
});
export type DocumentView = z.infer<typeof DocumentView>;

export const SubmissionSummary = z.strictObject({
  submissionID: SubmissionID,
  number: z.string(),
  state: SubmissionState,
  kind: SubmissionKind,
  locationID: LocationID,
  service: Service.optional(),
  urgency: Urgency,
  round: z.int(),
  language: WrittenLanguage,
  openedAt: When,
  submittedAt: When.optional(),
  routedAt: When.optional(),
  dueAt: When.optional(),
  /** Until when its sender may go on, while it is not handed over; when it ended, once it has expired. */
  expiresAt: When.optional(),
});
export type SubmissionSummary = z.infer<typeof SubmissionSummary>;

export const SubmissionView = SubmissionSummary.extend({
  clinicID: ClinicID,
  patientID: PatientID.optional(),
  documents: z.array(DocumentView),
  /** Name of the queue it waits in, once it is routed. */
  queueName: z.string().optional(),
  decidedAt: When.optional(),
  decision: z.union([ReturnReason, RejectReason]).optional(),
  /** The team's own words to the decision, for the sender. */
  message: z.string().optional(),
});
export type SubmissionView = z.infer<typeof SubmissionView>;

const InSubmission = z.strictObject({ submissionID: SubmissionID });

export const intakeRoutes = {
  clinic: route("GET", "/api/intake/clinic", z.strictObject({}), ClinicView),
  openSubmission: route("POST", "/api/intake/submissions", OpenSubmission, SubmissionOpened),
  listSubmissions: route(
    "GET",
    "/api/intake/submissions",
    z.strictObject({ cursor: Cursor.optional() }),
    z.strictObject({ submissions: z.array(SubmissionSummary), cursor: Cursor.optional() }),
  ),
  readSubmission: route("GET", "/api/intake/submissions/:submissionID", InSubmission, SubmissionView),
  /** The newest receipt of what was handed in; there is none before it was routed. */
  readReceipt: route("GET", "/api/intake/submissions/:submissionID/receipt", InSubmission, SignedReceipt),
  /** Gives up what was begun and never handed in; nothing of it is kept. */
  cancelSubmission: route(
    "POST",
    "/api/intake/submissions/:submissionID/cancel",
    InSubmission,
    z.strictObject({ state: SubmissionState }),
  ),
  declareDocuments: route(
    "POST",
    "/api/intake/submissions/:submissionID/documents",
    DeclareDocuments,
    z.strictObject({ documents: z.array(DocumentDeclared) }),
  ),
  startAttempt: route(
    "POST",
    "/api/intake/submissions/:submissionID/documents/:documentID/attempts",
    z.strictObject({ ...InDocument, after: AttemptID, ...AttemptFacts }).refine(isWithinSize),
    z.strictObject({ attemptID: AttemptID }),
  ),
  signParts: route(
    "POST",
    "/api/intake/submissions/:submissionID/documents/:documentID/parts",
    SignParts,
    z.strictObject({ parts: z.array(SignedPart) }),
  ),
  listParts: route(
    "GET",
    "/api/intake/submissions/:submissionID/documents/:documentID/parts",
    ListParts,
    PartsListed,
  ),
  completeDocument: route(
    "POST",
    "/api/intake/submissions/:submissionID/documents/:documentID/complete",
    z.strictObject(InAttempt),
    z.strictObject({ state: DocumentState }),
  ),
  abandonDocument: route(
    "POST",
    "/api/intake/submissions/:submissionID/documents/:documentID/abandon",
    z.strictObject(InDocument),
    z.strictObject({ state: DocumentState }),
  ),
  submit: route(
    "POST",
    "/api/intake/submissions/:submissionID/submit",
    z.strictObject({
      submissionID: SubmissionID,
      documentCount: z.int().min(1).max(LIMITS.documentsPerSubmission),
      /** The list that was sealed over exactly these documents. */
      manifestID: DocumentID,
    }),
    z.strictObject({ state: SubmissionState }),
  ),
} as const;
