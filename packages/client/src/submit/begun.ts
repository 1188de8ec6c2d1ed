import type { DocumentView } from "@postern/contract";
import { inLanes } from "./lanes.ts";
import { recordedParts, type RecordedPart } from "./recorded.ts";
import { until, type Round } from "./round.ts";

/** A document that an earlier run has begun. */
export interface Begun {
  readonly document: DocumentView;
  readonly recorded: ReadonlyMap<number, RecordedPart>;
}

/** Calls under way at once: quick for many small files, and far from what the server allows a person. */
const CALLS_AT_ONCE = 6;

/** Reads what the server knows of each document's parts, in the documents' order. @throws ApiProblem */
export async function readBegun(round: Round, documents: readonly DocumentView[]): Promise<readonly Begun[]> {
  const found = new Map<DocumentView, Begun>();
  const lanes = Array.from({ length: CALLS_AT_ONCE }, () => round);
  await inLanes(lanes, documents, round.patience.signal, async (lane, document, signal) => {
    found.set(document, { document, recorded: await recordedParts(until(lane, signal), document) });
  });
  return documents.flatMap((document) => found.get(document) ?? []);
}
