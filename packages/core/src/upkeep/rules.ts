import type { SubmissionState } from "@postern/contract";
import { isLive, type DocumentRecord, type Loaded, type SubmissionRecord } from "../intake/index.ts";

/** What a worker is asked to do: to look for what has arrived and settle, or to tidy up what is over. */
export type Errand = "settle" | "sweep";

/**
 * What is asked for a submission whose time has come. What was never handed over is looked at once more before it goes:
 * only the record of an object that was verified can say which version to delete.
 */
export function errandsFor(state: SubmissionState): readonly Errand[] {
  switch (state) {
    case "submitted":
      return ["settle"];
    case "open":
    case "incomplete":
    case "returned":
      return ["settle", "sweep"];
    case "expired":
      return ["sweep"];
    case "routed":
    case "closed":
    case "rejected":
      return [];
  }
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

/** So long after its end a submission may still get bytes: a URL lives five minutes, and its event may be late. */
export const LINGER_MS = 10 * MINUTE_MS;

/** Whether nothing can arrive any more for a submission that has expired. */
export function isStill({ state, expiresAt }: SubmissionRecord, nowMs: number): boolean {
  return state === "expired" && expiresAt !== undefined && Date.parse(expiresAt) + LINGER_MS <= nowMs;
}

/** What the care team got in an earlier round is the clinic's record: it stays when the answer to it never comes. */
export function isHandedOver({ routedAt }: SubmissionRecord, { verifiedAt }: DocumentRecord): boolean {
  return routedAt !== undefined && verifiedAt !== undefined && verifiedAt <= routedAt;
}

/** The documents that an expired submission leaves to be deleted; none while something may still arrive. */
export function leftovers({ head, documents }: Loaded, nowMs: number): readonly DocumentRecord[] {
  if (!isStill(head, nowMs) || head.erasedAt !== undefined) return [];
  return documents.filter(
    (document) =>
      !isHandedOver(head, document) && (isLive(document) || document.objectVersionID !== undefined),
  );
}
