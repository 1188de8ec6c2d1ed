import { DOCUMENT_STATES, QUARANTINE_REASONS, SUBMISSION_STATES } from "@postern/contract";
import { COUNT, FIXED, KEY, PRIMARY, RECORD_INDEX_KEYS, TEXT, Entity } from "../aws/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const record = { table: "record" };
const NUMBER = { ...COUNT, required: true } as const;

export const SubmissionRow = new Entity(
  {
    model: model("submission"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      submissionID: FIXED,
      number: FIXED,
      state: { type: SUBMISSION_STATES, required: true },
      kind: FIXED,
      locationID: FIXED,
      service: TEXT,
      urgency: FIXED,
      language: TEXT,
      round: NUMBER,
      authorID: FIXED,
      sessionHandle: { ...TEXT, required: true },
      patientID: TEXT,
      organizationID: TEXT,
      documentCount: NUMBER,
      declaredCount: NUMBER,
      manifestID: TEXT,
      wrappedKeySha256: FIXED,
      keyARN: FIXED,
      openedAt: FIXED,
      submittedAt: TEXT,
      routedAt: TEXT,
      dueAt: TEXT,
      expiresAt: TEXT,
      erasedAt: TEXT,
      taskID: TEXT,
      queueID: TEXT,
      ruleName: TEXT,
      ruleVersion: COUNT,
      decidedAt: TEXT,
      decision: TEXT,
      message: TEXT,
      version: NUMBER,
      ...RECORD_INDEX_KEYS,
    },
    indexes: {
      primary: PRIMARY,
      byPatient: { index: "gsi1", pk: "gsi1pk", sk: "gsi1sk" },
      byOrganization: { index: "gsi2", pk: "gsi2pk", sk: "gsi2sk" },
      byDue: { index: "gsi3", pk: "gsi3pk", sk: "gsi3sk" },
    },
  },
  record,
);

export const DocumentRow = new Entity(
  {
    model: model("document"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      submissionID: FIXED,
      documentID: FIXED,
      attemptID: { ...TEXT, required: true },
      kind: { type: ["document", "manifest"] as const, required: true },
      messageID: { ...TEXT, required: true },
      sealedSizeBytes: NUMBER,
      upload: { type: ["single", "multipart"] as const, required: true },
      uploadID: TEXT,
      state: { type: DOCUMENT_STATES, required: true },
      reason: { type: QUARANTINE_REASONS },
      sha256: TEXT,
      objectVersionID: TEXT,
      strays: { type: "any" },
      declaredAt: FIXED,
      verifiedAt: TEXT,
      handedOverAt: TEXT,
      version: NUMBER,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const DigestRow = new Entity(
  {
    model: model("part-digests"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      digests: { type: "any", required: true },
      filled: { type: "any", required: true },
      version: NUMBER,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const NumberRow = new Entity(
  {
    model: model("submission-number"),
    attributes: { ...KEY, clinicID: FIXED, submissionID: FIXED },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const DataKeyRow = new Entity(
  {
    model: model("data-key"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      submissionID: FIXED,
      wrappedKey: { type: "any", required: true },
      keyARN: FIXED,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const IdempotencyRow = new Entity(
  {
    model: model("idempotency"),
    attributes: { ...KEY, clinicID: FIXED, resultID: FIXED, expiresAtSeconds: NUMBER },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const QuotaRow = new Entity(
  {
    model: model("quota"),
    // Made and raised by the same update, which may not set what is fixed.
    attributes: { ...KEY, clinicID: TEXT, submissions: COUNT, sealedBytes: COUNT, expiresAtSeconds: COUNT },
    indexes: { primary: PRIMARY },
  },
  record,
);

export const ReceiptRow = new Entity(
  {
    model: model("receipt"),
    attributes: {
      ...KEY,
      clinicID: TEXT,
      submissionID: FIXED,
      number: FIXED,
      round: NUMBER,
      signed: FIXED,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);
