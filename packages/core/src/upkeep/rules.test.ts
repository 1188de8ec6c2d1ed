import { SUBMISSION_STATES, type AttemptID } from "@postern/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINGER_MS, type DocumentRecord, type SubmissionRecord } from "../intake/index.ts";
import { errandsFor, leftovers, nextLookMs, windowOf } from "./rules.ts";

const NOW_MS = Date.parse("2026-11-22T08:00:00.000Z");
const MINUTE_MS = 60_000;
const at = (ms: number) => new Date(NOW_MS + ms).toISOString();

describe("what is asked for a submission whose time has come", () => {
  it("is to look once more for what has come, and to tidy up unless it waits to be routed", () => {
    const asked = SUBMISSION_STATES.map((state) => [state, errandsFor(state).join(" ")]);
    expect(Object.fromEntries(asked)).toEqual({
      open: "settle sweep",
      submitted: "settle",
      incomplete: "settle sweep",
      routed: "settle sweep",
      returned: "settle sweep",
      closed: "settle sweep",
      rejected: "settle sweep",
      expired: "settle sweep",
    });
  });
});

describe("whose turn it is", () => {
  const count = fc.integer({ min: 0, max: 60 });
  const most = fc.integer({ min: 1, max: 20 });

  it("comes to everyone once in a round, however many they are and whenever it begins", () => {
    fc.assert(
      fc.property(count, most, fc.nat(), (all, each, minute) => {
        const everyone = Array.from({ length: all }, (_, index) => index);
        const rounds = Math.max(1, Math.ceil(all / each));
        const turns = Array.from({ length: rounds }, (_, run) =>
          windowOf(everyone, (minute + run) * MINUTE_MS, each),
        );
        expect(turns.every(({ turn }) => turn.length <= each)).toBe(true);
        expect(turns.flatMap(({ turn }) => turn).toSorted((a, b) => a - b)).toEqual(everyone);
      }),
    );
  });

  it("takes what is due from either end, each in turn", () => {
    const everyone = Array.from({ length: 5 }, (_, index) => index);
    const ends = Array.from(
      { length: 6 },
      (_, minute) => windowOf(everyone, minute * MINUTE_MS, 2).newestFirst,
    );
    expect(ends).toEqual([false, false, false, true, true, true]);
  });
});

describe("when what has not come is looked for again", () => {
  it("is after pauses that double, from a minute up to an hour", () => {
    const pauses: number[] = [];
    let nowMs = NOW_MS;
    for (let look = 0; look < 10; look++) {
      const nextMs = nextLookMs(NOW_MS, nowMs);
      pauses.push((nextMs - nowMs) / MINUTE_MS);
      nowMs = nextMs;
    }
    expect(pauses).toEqual([1, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });
});

const head = (more: Partial<SubmissionRecord> = {}) =>
  ({ state: "expired", expiresAt: at(-LINGER_MS), ...more }) as SubmissionRecord;
const document = (more: Partial<DocumentRecord> = {}) =>
  ({ state: "verified", verifiedAt: at(-2 * LINGER_MS), objectVersionID: "v1", ...more }) as DocumentRecord;

describe("what a submission leaves that is over", () => {
  const isLeft = (of: SubmissionRecord, each: DocumentRecord) =>
    leftovers({ head: of, documents: [each] }, NOW_MS).length === 1;

  it("is every document, in whatever state it was left", () => {
    for (const state of ["declared", "uploading", "completing", "quarantined", "verified"] as const)
      expect([state, isLeft(head(), document({ state }))]).toEqual([state, true]);
  });

  it("is of those taken out before only what still has an object", () => {
    expect(isLeft(head(), document({ state: "abandoned" }))).toBe(true);
    expect(isLeft(head(), { ...document({ state: "abandoned" }), objectVersionID: undefined } as never)).toBe(
      false,
    );
  });

  it("is what came for attempts that were given up, whatever became of the document", () => {
    const strays = [{ attemptID: "att_1" as AttemptID, versionID: "v0" }];
    const routed = { state: "routed", routedAt: at(-LINGER_MS) } as const;
    const left = leftovers({ head: head(routed), documents: [document({ strays })] }, NOW_MS);
    expect(left.map(({ isLive, objects }) => [isLive, objects.map(({ versionID }) => versionID)])).toEqual([
      [false, ["v0"]],
    ]);
  });

  it("is nothing while a URL may bring something, when it is deleted already, or before it is over", () => {
    expect(isLeft(head({ expiresAt: at(1 - LINGER_MS) }), document())).toBe(false);
    expect(isLeft(head({ erasedAt: at(-1) }), document())).toBe(false);
    for (const state of ["open", "submitted", "incomplete", "returned"] as const)
      expect([state, isLeft(head({ state }), document())]).toEqual([state, false]);
  });

  it("is not what the care team got in an earlier round", () => {
    const routedAt = at(-20 * MINUTE_MS);
    expect(isLeft(head({ routedAt }), document({ verifiedAt: at(-21 * MINUTE_MS) }))).toBe(false);
    expect(isLeft(head({ routedAt }), document({ verifiedAt: at(-19 * MINUTE_MS) }))).toBe(true);
    const kept = document({ state: "abandoned", handedOverAt: routedAt });
    expect(isLeft(head({ routedAt }), kept)).toBe(false);
  });

  it("is of one that was routed only what its sender had taken out before", () => {
    for (const state of ["routed", "closed", "rejected"] as const) {
      const routed = head({ state, routedAt: at(-LINGER_MS) });
      expect(isLeft(routed, document({ state: "abandoned", verifiedAt: at(-3 * LINGER_MS) }))).toBe(true);
      expect(isLeft(routed, document({ verifiedAt: at(-3 * LINGER_MS) }))).toBe(false);
      expect(isLeft(routed, document({ state: "quarantined" }))).toBe(false);
    }
  });
});
