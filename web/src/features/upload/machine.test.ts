import type { SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import {
  UPLOAD_START,
  canSend,
  percentOf,
  reduceUpload,
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

describe("sending files", () => {
  it("can begin only when every file is checked and good", () => {
    expect(canSend(run())).toBe(false);
    expect(canSend(run(added, good("a")))).toBe(false);
    const refused = run(added, good("a"), {
      type: "checked",
      key: "b",
      result: { ok: false, reason: "type" },
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

  it("does not let files change under way", () => {
    const state = run(...ready, { type: "started" }, { type: "removed", key: "a" });
    expect(state.files).toHaveLength(2);
  });

  it("keeps the files after a failure, and starts them anew when tried again", () => {
    const failed = run(...ready, { type: "started" }, sent(0, 300, 300), {
      type: "failed",
      trouble: { kind: "offline", code: "offline" },
    });
    expect(failed).toMatchObject({ stage: "failed", trouble: { kind: "offline" } });
    const again = reduceUpload(failed, { type: "started" });
    expect(again).toMatchObject({ stage: "sending" });
    expect(again.trouble).toBeUndefined();
    expect(percentOf(again)).toBe(0);
  });

  it("brings a file that turned out bad back to the person, beside its reason", () => {
    const state = run(
      ...ready,
      { type: "started" },
      {
        type: "failed",
        trouble: {
          kind: "refused-files",
          code: "refused-files",
          refused: [{ fileIndex: 1, reason: "unreadable" }],
        },
      },
    );
    expect(state.stage).toBe("choosing");
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
    const sending = reduceUpload(said, { type: "started" });
    expect(reduceUpload(sending, { type: "kind-chosen", key: "b", kind: "other" })).toEqual(sending);
  });

  it("tells what was chosen twice, until the files change again", () => {
    const twice = run(...ready, { type: "added", files: [], repeated: ["a.png"] });
    expect(twice.repeated).toEqual(["a.png"]);
    expect(reduceUpload(twice, { type: "kind-chosen", key: "a", kind: "scan" }).repeated).toEqual(["a.png"]);
    expect(reduceUpload(twice, { type: "removed", key: "b" }).repeated).toEqual([]);
    expect(reduceUpload(twice, { type: "started" }).repeated).toEqual([]);
  });

  it("waits for the network and goes on with the next acknowledgement", () => {
    const waiting = run(...ready, { type: "started" }, { type: "waited", isWaiting: true });
    expect(waiting.isWaiting).toBe(true);
    expect(reduceUpload(waiting, sent(0, 1, 300)).isWaiting).toBe(false);
  });
});
