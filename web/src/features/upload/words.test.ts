import { describe, expect, it } from "vitest";
import type { UploadState } from "./machine.ts";
import type { UploadFile } from "./rows.ts";
import { announcementOf, countOf, paceWords, refusalWords } from "./words.ts";

const file = (facts: Partial<UploadFile>): UploadFile => ({
  key: "a",
  name: "a.png",
  sizeBytes: 1000,
  state: "sending",
  sentBytes: 0,
  totalBytes: 1000,
  ...facts,
});
const sending = (sentBytes: number): UploadState => ({
  stage: "sending",
  repeated: [],
  files: [file({ sentBytes })],
});

describe("what the live region says while files are sent", () => {
  it("speaks at each tenth, not per cent by per cent", () => {
    const spoken = Array.from({ length: 1001 }, (_, sentBytes) => announcementOf(sending(sentBytes)));
    const tenths = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((percent) => `${percent}% sent.`);
    expect([...new Set(spoken)]).toEqual(["Sending 1 file.", ...tenths]);
  });

  it("says that it waits, that it failed, and that all is in", () => {
    expect(announcementOf({ ...sending(0), stage: "waiting", waiting: { why: "offline" } })).toContain(
      "Waiting for your network",
    );
    expect(announcementOf({ ...sending(0), stage: "paused" })).toContain("Press Go on");
    expect(announcementOf({ ...sending(0), stage: "failed" })).toBe("Not all is in yet.");
    expect(announcementOf({ ...sending(0), stage: "handed-in" })).toBe("Your file is with the clinic.");
  });

  it("tells of refused files when all are checked", () => {
    const files = [file({ state: "ready" }), file({ state: "refused", reason: "type" })];
    const state: UploadState = { stage: "choosing", repeated: [], files };
    expect(announcementOf(state)).toBe("1 file ready. 1 file needs you.");
    expect(announcementOf({ ...state, files: [...files, file({ state: "checking" })] })).toBe(
      "Checking your files.",
    );
  });
});

describe("what is chosen twice", () => {
  it("is told by name, or counted", () => {
    const state: UploadState = {
      stage: "choosing",
      repeated: ["a.png"],
      files: [file({ state: "ready" })],
    };
    expect(announcementOf(state)).toBe("1 file ready. You chose a.png already.");
    expect(announcementOf({ ...state, repeated: ["a.png", "b.png"] })).toContain("2 of these files");
  });
});

describe("words about files", () => {
  it("counts what is in", () => {
    const files = [file({ state: "sent" }), file({})];
    expect(countOf({ ...sending(0), files })).toBe("1 of 2 files are with the clinic");
  });

  it("says how fast it goes and how long it takes", () => {
    expect(paceWords(1024 ** 2, 30)).toBe("1.0 MB a second. Less than a minute left.");
    expect(paceWords(1024 ** 2, 130)).toBe("1.0 MB a second. About 3 minutes left.");
  });

  it("says how big a file is, what the most is, and whom to call", () => {
    const { text } = refusalWords("too-large", { sizeBytes: 6 * 1024 ** 3 }, "(555) 014-2200");
    expect(text).toBe(
      "This file is 6.0 GB. The most is 5.0 GB. Call us and we will find a way: (555) 014-2200.",
    );
  });
});
