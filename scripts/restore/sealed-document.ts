import { objectKey } from "@postern/core/intake";
import type { AttemptID, ClinicID, DocumentID, SubmissionID } from "@postern/contract";
import type { Item } from "./item.ts";

/** What a row says of a document whose object must be in the bucket. */
export interface SealedDocument {
  readonly key: { readonly pk: string; readonly sk: string };
  readonly objectKey: string;
  readonly versionID: string;
  /** As S3 attested it: base64, of a multipart upload with `-` and the number of parts. */
  readonly sha256: string;
  readonly sealedSizeBytes: number;
  /** Whether the read path may have it. */
  readonly isVerified: boolean;
}

/**
 * What was given up is deleted on purpose, unless the care team had got it; what was never verified has no digest to
 * compare with.
 */
const LIVE_STATES = ["verified", "quarantined"];

/** @returns null when the row is none of a document, or its object need not be there */
export function sealedDocument(row: Item): SealedDocument | null {
  const text = (name: string) => row[name]?.S;
  const [versionID, sha256, state = ""] = ["objectVersionID", "sha256", "state"].map(text);
  const isKept = LIVE_STATES.includes(state) || text("handedOverAt") !== undefined;
  if (text("entity") !== "document" || !isKept) return null;
  if (versionID === undefined || sha256 === undefined) return null;
  const place = {
    clinicID: text("clinicID") as ClinicID,
    submissionID: text("submissionID") as SubmissionID,
    documentID: text("documentID") as DocumentID,
    attemptID: text("attemptID") as AttemptID,
  };
  return {
    key: { pk: text("pk") ?? "", sk: text("sk") ?? "" },
    objectKey: objectKey(place),
    versionID,
    sha256,
    sealedSizeBytes: Number(row["sealedSizeBytes"]?.N),
    isVerified: state === "verified",
  };
}

/** How many parts the object was uploaded in; null when it was one PUT, whose digest is that of its bytes. */
export function partCount({ sha256 }: SealedDocument): number | null {
  const count = /-(\d+)$/.exec(sha256)?.[1];
  return count === undefined ? null : Number(count);
}
