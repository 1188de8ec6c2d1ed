import { DOCUMENT_STATES, SUBMISSION_STATES } from "@postern/contract";
import { describe, expect, it } from "vitest";
import type { DocumentRecord, SubmissionRecord } from "../intake/index.ts";
import { idSource, systemClock } from "../kernel/index.ts";
import { judge, type VerifiedDocument } from "./settlement.ts";

const newID = idSource(systemClock);
const key = { clinicID: newID("cli"), submissionID: newID("sub") };

const document = (more: Partial<DocumentRecord> = {}): VerifiedDocument => ({
  ...key,
  documentID: newID("doc"),
  attemptID: newID("att"),
  kind: "document",
  messageID: "",
  sealedSizeBytes: 1,
  upload: "single",
  state: "verified",
  sha256: "digest",
  declaredAt: "",
  version: 1,
  ...more,
});
const manifest = document({ kind: "manifest" });
const head = (more: Partial<SubmissionRecord> = {}): SubmissionRecord => ({
  ...key,
  number: "K7M2-4Q9R",
  state: "submitted",
  kind: "images",
  locationID: newID("loc"),
  urgency: "routine",
  round: 1,
  authorID: newID("per"),
  sessionHandle: newID("ses"),
  documentCount: 1,
  declaredCount: 2,
  manifestID: manifest.documentID,
  wrappedKeySha256: "",
  keyARN: "",
  openedAt: "",
  version: 1,
  ...more,
});
const verdict = (documents: readonly DocumentRecord[], more: Partial<SubmissionRecord> = {}) =>
  judge({ head: head(more), documents }).kind;

describe("judging a submission", () => {
  it("routes it when all its documents and its manifest are verified", () => {
    const documents = [manifest, document()];
    expect(judge({ head: head(), documents })).toEqual({ kind: "route", documents });
  });

  it.each(SUBMISSION_STATES.filter((state) => state !== "submitted"))("waits while it is %s", (state) => {
    expect(verdict([manifest, document()], { state })).toBe("wait");
  });

  it.each(DOCUMENT_STATES.filter((state) => !["verified", "quarantined", "abandoned"].includes(state)))(
    "waits for a document that is %s, even when another is put aside",
    (state) => {
      expect(verdict([manifest, document({ state })])).toBe("wait");
      expect(verdict([manifest, document({ state }), document({ state: "quarantined" })])).toBe("wait");
    },
  );

  it("gives it back when one was put aside, manifest included", () => {
    expect(verdict([manifest, document({ state: "quarantined" })])).toBe("hold");
    expect(verdict([{ ...manifest, state: "quarantined" }, document()])).toBe("hold");
  });

  it("does not look at documents that were given up", () => {
    expect(verdict([manifest, document(), document({ state: "abandoned" })])).toBe("route");
  });

  it("waits while what was read does not fit the head", () => {
    expect(verdict([manifest])).toBe("wait");
    expect(verdict([manifest, document(), document()])).toBe("wait");
    expect(verdict([document()])).toBe("wait");
    expect(verdict([document({ kind: "manifest" }), document()])).toBe("wait");
    const { sha256: _, ...unattested } = document();
    expect(verdict([manifest, unattested])).toBe("wait");
  });
});
