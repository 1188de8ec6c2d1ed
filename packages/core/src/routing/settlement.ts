import { isLive, type DocumentRecord, type Loaded } from "../intake/index.ts";

/** A document with what S3 attested of it. */
export type VerifiedDocument = DocumentRecord & { readonly sha256: string };

/** What follows from a submission and its documents as they stand. */
export type Verdict =
  | { readonly kind: "wait" }
  | { readonly kind: "hold" }
  | { readonly kind: "route"; readonly documents: readonly VerifiedDocument[] };

const WAIT: Verdict = { kind: "wait" };

/**
 * Judges whether a submission can be routed. Everyone writes before he reads, so the last writer sees everything, and
 * what one reader has not seen yet, the one who wrote it will: waiting is always safe.
 */
export function judge({ head, documents }: Loaded): Verdict {
  const live = documents.filter(isLive);
  if (head.state !== "submitted") return WAIT;
  if (live.some(({ state }) => state !== "verified" && state !== "quarantined")) return WAIT;
  if (live.some(({ state }) => state === "quarantined")) return { kind: "hold" };
  const verified = live.filter(isAttested);
  const content = verified.filter(({ kind }) => kind === "document");
  const manifests = verified.filter(({ kind }) => kind === "manifest");
  const isWhole =
    verified.length === live.length &&
    content.length === head.documentCount &&
    manifests.length === 1 &&
    manifests[0]?.documentID === head.manifestID;
  return isWhole ? { kind: "route", documents: verified } : WAIT;
}

function isAttested(document: DocumentRecord): document is VerifiedDocument {
  return document.sha256 !== undefined;
}
