import { Manifest, type DocumentID, type DocumentView, type RoutingFacts } from "@postern/contract";
import { UnreadableDocument } from "./unreadable.ts";

const FACTS = ["kind", "locationID", "service", "urgency"] as const;

/** A routing fact that the sender sealed as one thing and the server's record says is another. */
export interface FactDifference {
  readonly fact: (typeof FACTS)[number];
  readonly sealed: string | undefined;
  readonly recorded: string | undefined;
}

/** A submission's list, and where the server's record is not what the sender sealed. */
export interface OpenedManifest {
  readonly manifest: Manifest;
  readonly differences: readonly FactDifference[];
  /** On the sender's list, but not among the record's live documents. */
  readonly missing: readonly DocumentID[];
  /** Among the record's live documents, but not on the sender's list. */
  readonly unlisted: readonly DocumentID[];
}

/** The one list of a submission that can be read. @throws UnreadableDocument `manifest-missing` */
export function findManifest(documents: readonly DocumentView[]): DocumentView {
  const [manifest, ...others] = documents.filter(
    ({ kind, state }) => kind === "manifest" && state === "verified",
  );
  if (manifest === undefined || others.length > 0) throw new UnreadableDocument("manifest-missing");
  return manifest;
}

/** @throws UnreadableDocument `manifest-malformed` */
export function parseManifest(bytes: Uint8Array): Manifest {
  try {
    return Manifest.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new UnreadableDocument("manifest-malformed", cause);
  }
}

/** Compares the sealed list with the server's record. */
export function compareManifest(
  manifest: Manifest,
  recorded: RoutingFacts,
  documents: readonly DocumentView[],
): OpenedManifest {
  const differences = FACTS.flatMap((fact) => {
    const difference = { fact, sealed: manifest.facts[fact], recorded: recorded[fact] };
    return difference.sealed === difference.recorded ? [] : [difference];
  });
  const listed = new Set(manifest.documents.map(({ documentID }) => documentID));
  const live = new Set(
    documents
      .filter(({ kind, state }) => kind === "document" && state !== "abandoned")
      .map(({ documentID }) => documentID),
  );
  return {
    manifest,
    differences,
    missing: [...listed].filter((documentID) => !live.has(documentID)),
    unlisted: [...live].filter((documentID) => !listed.has(documentID)),
  };
}
