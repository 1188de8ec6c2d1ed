import type { SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import {
  STAGES,
  UPLOAD_START,
  UPLOAD_TRANSITIONS,
  canSend,
  isUnderWay,
  percentOf,
  reduceUpload,
  type Stage,
  type UploadEvent,
  type UploadState,
} from "./machine.ts";

const run = (...events: UploadEvent[]): UploadState => events.reduce(reduceUpload, UPLOAD_START);
const added: UploadEvent = {
  type: "added",
  files: [
    { key: "a", name: "a.png", sizeBytes: 300 },
    { key: "b", name: "b.pdf", sizeBytes: 100 },
  ],
  repeated: [],
};
const good = (key: string): UploadEvent => ({
  type: "checked",
  key,
  result: { ok: true, mediaType: "image/png" },
});
const ready = [added, good("a"), good("b")] as const;
const sent = (fileIndex: number, sentBytes: number, totalBytes: number): UploadEvent => ({
  type: "progressed",
  progress: { phase: sentBytes === totalBytes ? "sent" : "sending", fileIndex, sentBytes, totalBytes },
});
const handed = { submissionID: `sub_${"0".repeat(26)}` as SubmissionID, number: "K7M2-4Q9R" };
const trouble = { kind: "store", code: "store-507" } as const;

const EVENTS: readonly UploadEvent[] = [
  added,
  good("a"),
  { type: "kind-chosen", key: "a", kind: "letter" },
  { type: "used-anyway", key: "a" },
  { type: "removed", key: "a" },
  { type: "started" },
  sent(0, 1, 300),
  { type: "waited", waiting: { why: "offline" } },
  { type: "paused" },
  { type: "locked", lock: "going-on" },
  { type: "failed", trouble },
  { type: "refused", trouble, reasons: new Map([[1, "unreadable"]]) },
  { type: "handed-in", handed },
  { type: "cancelled" },
  { type: "reopened" },
];

const AT: Readonly<Record<Stage, UploadState>> = {
  choosing: run(...ready),
  sending: run(...ready, { type: "started" }),
  waiting: run(...ready, { type: "started" }, { type: "waited", waiting: { why: "busy", until: 5 } }),
  paused: run(...ready, { type: "started" }, { type: "paused" }),
  locked: run(...ready, { type: "started" }, { type: "locked", lock: "going-on" }),
  failed: run(...ready, { type: "started" }, { type: "failed", trouble }),
  "handed-in": run(...ready, { type: "started" }, { type: "handed-in", handed }),
  cancelled: run(...ready, { type: "started" }, { type: "cancelled" }),
};

/** Where each event leads from each stage; `.` where it changes nothing. */
const EXPECTED = `
            choosing  sending    waiting    paused     locked     failed     handed-in  cancelled
added       choosing  .          .          .          .          .          .          .
checked     choosing  .          .          .          .          .          .          .
kind-chosen choosing  .          .          .          .          .          .          .
used-anyway choosing  .          .          .          .          .          .          .
removed     choosing  .          .          .          .          failed     .          .
started     sending   .          sending    sending    sending    sending    .          .
progressed  .         sending    sending    .          locked     .          .          .
waited      .         waiting    waiting    .          .          .          .          .
paused      .         paused     paused     .          .          .          .          .
locked      .         locked     locked     .          locked     .          .          .
failed      .         failed     failed     failed     failed     failed     .          .
refused     .         choosing   choosing   .          choosing   .          .          .
handed-in   .         handed-in  handed-in  .          handed-in  .          .          .
cancelled   .         cancelled  cancelled  cancelled  .          cancelled  .          .
reopened    .         .          .          .          .          choosing   .          .`;

const [head = [], ...rows] = EXPECTED.trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const TABLE = rows.flatMap(([name, ...cells]) =>
  cells.map((cell, index) => ({ name, stage: head[index] as Stage, next: cell })),
);

describe("every stage and every event", () => {
  it("are in the table", () => {
    expect(head).toEqual(STAGES);
    expect(rows.map(([name]) => name)).toEqual(EVENTS.map(({ type }) => type));
    for (const stage of STAGES) expect(AT[stage].stage).toBe(stage);
  });

  it.each(TABLE)("$name while $stage: $next", ({ name, stage, next }) => {
    const event = EVENTS.find(({ type }) => type === name);
    if (event === undefined) throw new Error("no such event");
    const before = AT[stage];
    const after = reduceUpload(before, event);
    const isStill = next === ".";
    expect(UPLOAD_TRANSITIONS[stage][event.type] === undefined).toBe(isStill);
    expect(after === before).toBe(isStill);
    expect(after.stage).toBe(isStill ? stage : next);
  });
});

describe("sending files", () => {
  it("can begin only when every file is checked and good", () => {
    expect(canSend(run())).toBe(false);
    expect(canSend(run(added, good("a")))).toBe(false);
    const refused = run(added, good("a"), {
      type: "checked",
      key: "b",
      result: { ok: false, reason: "password" },
    });
    expect(canSend(refused)).toBe(false);
    expect(reduceUpload(refused, { type: "started" }).stage).toBe("choosing");
    expect(canSend(reduceUpload(refused, { type: "removed", key: "b" }))).toBe(true);
  });

  it("counts what the store has acknowledged, over all files, and 100 only when it is handed in", () => {
    const half = run(...ready, { type: "started" }, sent(0, 200, 300));
    expect(percentOf(half)).toBe(50);
    const all = reduceUpload(reduceUpload(half, sent(0, 300, 300)), sent(1, 100, 100));
    expect(percentOf(all)).toBe(99);
    expect(percentOf(reduceUpload(all, { type: "handed-in", handed }))).toBe(100);
  });

  it("is never at 0 once something is in, however large the rest", () => {
    const begun = run(...ready, { type: "started" });
    expect(percentOf(begun)).toBe(0);
    const large = reduceUpload(begun, sent(0, 0, 1_000_000));
    expect(percentOf(reduceUpload(large, sent(1, 100, 100)))).toBe(1);
  });

  it.each(["paused", "failed", "locked"] as const)(
    "keeps what is in while %s, and goes on from there",
    (stage) => {
      const stop = EVENTS.find(({ type }) => type === stage) as UploadEvent;
      const stopped = run(...ready, { type: "started" }, sent(0, 300, 300), stop);
      expect(percentOf(stopped)).toBe(75);
      const again = reduceUpload(stopped, { type: "started" });
      expect(percentOf(again)).toBe(75);
      expect(again).toMatchObject({ stage: "sending" });
      expect([again.trouble, again.lock, again.waiting]).toEqual([undefined, undefined, undefined]);
    },
  );

  it("brings a file that turned out bad back to the person, beside its reason", () => {
    const state = run(
      ...ready,
      { type: "started" },
      {
        type: "refused",
        trouble,
        reasons: new Map([[1, "unreadable"]]),
      },
    );
    expect(state.files.map(({ state: each, reason }) => [each, reason])).toEqual([
      ["ready", undefined],
      ["refused", "unreadable"],
    ]);
  });

  it("guesses what a file is, and lets the person say", () => {
    const guessed = run(...ready);
    expect(guessed.files.map(({ kind }) => kind)).toEqual(["photo", "photo"]);
    const said = reduceUpload(guessed, { type: "kind-chosen", key: "b", kind: "insurance" });
    expect(said.files.map(({ kind }) => kind)).toEqual(["photo", "insurance"]);
  });

  it("forgets advice once the person uses the file anyway", () => {
    const checked = {
      type: "checked",
      key: "a",
      result: { ok: true, mediaType: "image/png", advice: ["dark"] },
    };
    const advised = run(added, checked as UploadEvent);
    expect(advised.files[0]?.advice).toEqual(["dark"]);
    expect(reduceUpload(advised, { type: "used-anyway", key: "a" }).files[0]?.advice).toEqual([]);
  });

  it("tells what was chosen twice, until the files change again", () => {
    const twice = run(...ready, { type: "added", files: [], repeated: ["a.png"] });
    expect(twice.repeated).toEqual(["a.png"]);
    expect(reduceUpload(twice, { type: "kind-chosen", key: "a", kind: "scan" }).repeated).toEqual(["a.png"]);
    expect(reduceUpload(twice, { type: "removed", key: "b" }).repeated).toEqual([]);
    expect(reduceUpload(twice, { type: "started" }).repeated).toEqual([]);
  });

  it("waits, says why, and goes on with the next acknowledgement", () => {
    expect(AT.waiting.waiting).toEqual({ why: "busy", until: 5 });
    expect(reduceUpload(AT.waiting, sent(0, 1, 300)).waiting).toBeUndefined();
  });

  it("is under way behind a lock only while its session lasts", () => {
    expect(STAGES.filter((stage) => isUnderWay(AT[stage]))).toEqual(["sending", "waiting", "locked"]);
    expect(isUnderWay(reduceUpload(AT.locked, { type: "locked", lock: "stopped" }))).toBe(false);
  });
});
