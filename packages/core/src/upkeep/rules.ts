import type { SubmissionState } from "@postern/contract";
import {
  LINGER_MS,
  isHandedOver,
  isLive,
  objectKey,
  type DocumentRecord,
  type Loaded,
  type SubmissionRecord,
} from "../intake/index.ts";

/** What a worker is asked to do: to look for what has arrived and settle, or to tidy up what is over. */
export type Errand = "settle" | "sweep";

/**
 * What is asked for a submission whose time has come. What is over is looked at once more before it goes: only the
 * record of an object that came can say which version to delete.
 */
export function errandsFor(state: SubmissionState): readonly Errand[] {
  return state === "submitted" ? ["settle"] : ["settle", "sweep"];
}

const MINUTE_MS = 60_000;

/**
 * Whose turn it is in this minute: all in the same order, `most` at a time, round and round, so that each has his turn
 * however many they are. Every other round takes the newest of what is due first, so that rows which nobody can mend
 * keep nothing waiting.
 */
export function windowOf<Each>(
  all: readonly Each[],
  nowMs: number,
  most: number,
): { readonly turn: readonly Each[]; readonly newestFirst: boolean } {
  const windows = Math.max(1, Math.ceil(all.length / most));
  const minute = Math.floor(nowMs / MINUTE_MS);
  const start = (minute % windows) * most;
  return { turn: all.slice(start, start + most), newestFirst: Math.floor(minute / windows) % 2 === 1 };
}

const LONGEST_PAUSE_MS = 60 * MINUTE_MS;

/**
 * When a submission that is due is looked at again. The pause is as long as it has waited, so that it doubles: a minute
 * at least, an hour at most.
 *
 * @param sinceMs when it was first due
 */
export function nextLookMs(sinceMs: number, nowMs: number): number {
  return nowMs + Math.min(Math.max(nowMs - sinceMs, MINUTE_MS), LONGEST_PAUSE_MS);
}

/** Since when a submission has been due: ISO 8601. */
export function dueSince({ state, submittedAt, expiresAt, routedAt }: SubmissionRecord): string | undefined {
  if (state === "submitted") return submittedAt;
  return TEAM_STATES.includes(state) ? routedAt : expiresAt;
}

/** The care team has it, or has decided. */
const TEAM_STATES: readonly SubmissionState[] = ["routed", "closed", "rejected"];

/** Whether nothing can arrive any more for what was not handed over of a submission. */
export function isStill(head: SubmissionRecord, nowMs: number): boolean {
  const isOver = head.state === "expired" || TEAM_STATES.includes(head.state);
  const endedAt = isOver ? dueSince(head) : undefined;
  return endedAt !== undefined && Date.parse(endedAt) + LINGER_MS <= nowMs;
}

/** A document of which something is left. */
export interface Leftover {
  readonly document: DocumentRecord;
  /** It is to be taken out before its objects go. */
  readonly isLive: boolean;
  readonly objects: readonly { readonly objectKey: string; readonly versionID: string }[];
}

/**
 * What is to be deleted: of a submission that has expired all that the care team never got, of one that it got what had
 * been taken out before; none while something may still arrive.
 */
export function leftovers({ head, documents }: Loaded, nowMs: number): readonly Leftover[] {
  if (!isStill(head, nowMs) || head.erasedAt !== undefined) return [];
  return documents
    .map((document) => leftOf(head, document))
    .filter((left) => left.isLive || left.objects.length > 0);
}

function leftOf(head: SubmissionRecord, document: DocumentRecord): Leftover {
  const { objectVersionID, strays = [] } = document;
  const isOut = !isLive(document) || head.state === "expired";
  const goes = isOut && !isHandedOver(head, document);
  const own = goes && objectVersionID !== undefined ? [{ ...document, versionID: objectVersionID }] : [];
  const earlier = strays.map((stray) => ({ ...document, ...stray }));
  const objects = [...own, ...earlier].map((place) => ({
    objectKey: objectKey(place),
    versionID: place.versionID,
  }));
  return { document, isLive: goes && isLive(document), objects };
}
