import type { Device } from "@postern/client";
import { ClinicID, LocationID, SessionHandle, type DocumentID, type SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { TroubleError, type Ending } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { Prepared } from "../preparing/prepare.ts";
import type { KeptSending } from "./kept.ts";
import type { UploadEvent } from "./machine.ts";
import type { Letter } from "./course.ts";
import { makeUpload } from "./make-upload.ts";
import type { SendAnswer, SendRequest } from "./protocol.ts";
import type { SendingWorker } from "./sending-workers.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const handed = { submissionID: id("sub") as SubmissionID, number: "K7M2-4Q9R" };
const offline = { type: "failed", trouble: { kind: "offline", code: "offline" } } as const;
const start: WorkerStart = {
  baseURL: "http://127.0.0.1",
  session: { handle: SessionHandle.parse(id("ses")), clinicID: ClinicID.parse(id("cli")) },
  device: { publicKey: "" } as Device,
  provenAtMs: 0,
};
const content = {
  facts: { kind: "images", locationID: LocationID.parse(id("loc")), urgency: "routine" },
  note: "At night",
  language: "en",
} as const;
const letter: Letter = { content };
const answer: Letter = { content: handed };
const pdf = (name: string, text: string = name) => new File([text], name, { lastModified: 1 });

class FakeWorker implements SendingWorker {
  onmessage: SendingWorker["onmessage"] = null;
  onerror: SendingWorker["onerror"] = null;
  readonly requests: SendRequest[] = [];
  isTerminated = false;
  postMessage(request: SendRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.isTerminated = true;
  }
  answer(data: SendAnswer) {
    this.onmessage?.({ data } as MessageEvent<SendAnswer>);
  }
}

/** Takes the text of a file for its digest; `bad` has a password. */
async function prepare(file: File): Promise<Prepared> {
  const text = await file.text();
  const mediaType = file.name.endsWith(".jpg") ? "image/jpeg" : "application/pdf";
  const facts = {
    file,
    changes: [],
    advice: [],
    sha256: text,
    mediaType,
  } as const;
  return text === "bad" ? { ...facts, file: undefined, problem: "password" } : facts;
}

/** None is an examination. */
const asStudies = (files: readonly File[]) =>
  Promise.resolve(files.map((file) => ({ kind: "file", file }) as const));

/** @param others submissions that another tab sends */
function open(others: readonly SubmissionID[] = []) {
  const events: UploadEvent[] = [];
  const workers: FakeWorker[] = [];
  const acts: string[] = [];
  const kept: KeptSending[] = [];
  const endings: Ending[] = [];
  const server = { isDown: false, hasNoLocks: false };
  let keys = 0;
  let told = () => {};
  const upload = makeUpload({
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    send: (event) => {
      events.push(event);
      told();
    },
    takes: () => true,
    createKey: () => `key-${(keys += 1)}`,
    prepare,
    asStudies,
    joinPhotos: () => Promise.resolve(undefined),
    claim: (submissionID) => {
      if (others.includes(submissionID)) return Promise.resolve(undefined);
      if (server.hasNoLocks) return Promise.reject(new DOMException("no", "SecurityError"));
      acts.push("claimed");
      return Promise.resolve(() => void acts.push("released"));
    },
    abandon: (submissionID) => {
      if (server.isDown) return Promise.reject(new TroubleError({ kind: "server", code: "internal" }));
      acts.push(`abandoned ${submissionID}`);
      return Promise.resolve();
    },
    keep: (sending) => kept.push(sending),
    forget: (submissionID) => acts.push(`forgot ${submissionID}`),
    onEnding: (ending) => endings.push(ending),
  });
  /** Until so many events of a type were told. */
  const until = (type: UploadEvent["type"], count = 1) =>
    new Promise<void>((resolve) => {
      told = () => {
        if (events.filter((event) => event.type === type).length >= count) resolve();
      };
      told();
    });
  const last = () => workers.at(-1)?.requests[0];
  return { upload, events, workers, acts, kept, endings, server, until, last };
}

describe("a run", () => {
  it("lets its workers and its claim go when all is handed in, and forgets what was kept", async () => {
    const { upload, events, workers, acts } = open();
    upload.start(start, letter);
    workers[0]?.answer({ type: "opened", opened: handed });
    await Promise.resolve();
    workers[0]?.answer({ type: "handed-in", handed });
    expect(events.at(-1)).toEqual({ type: "handed-in", handed });
    expect(workers[0]?.isTerminated).toBe(true);
    expect(acts).toEqual(["claimed", "released", `forgot ${handed.submissionID}`]);
  });

  it("keeps what is needed to go on, as soon as the submission exists", async () => {
    const { upload, workers, kept, until } = open();
    upload.add([pdf("a.pdf")]);
    await until("checked");
    upload.start(start, { content, kinds: ["letter"] });
    expect(kept).toEqual([]);
    workers[0]?.answer({ type: "opened", opened: handed });
    const files = [{ name: "a.pdf", sizeBytes: 5, sha256: "a.pdf", kind: "letter" }];
    expect(kept).toEqual([{ ...handed, ...content, patient: undefined, files }]);
  });

  it("is ended by a pause; its late words come to nothing, and the next goes on under the same key", () => {
    const { upload, events, workers } = open();
    upload.start(start, letter);
    upload.pause();
    expect(workers[0]?.isTerminated).toBe(true);
    workers[0]?.answer(offline);
    expect(events.at(-1)).toEqual({ type: "paused" });
    upload.goOn(start);
    const keys = workers.map(({ requests }) => requests[0]?.idempotencyKey);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it("tells what the person has said of files that differ, also to the runs after it", () => {
    const { upload, workers } = open();
    upload.start(start, letter);
    workers[0]?.answer(offline);
    upload.goOn(start, { policy: { changed: "send-anew" } });
    workers[1]?.answer(offline);
    upload.goOn(start, { policy: { leaveOut: "abandon" } });
    expect(workers.map(({ requests }) => requests[0]?.policy)).toEqual([
      {},
      { changed: "send-anew" },
      { changed: "send-anew", leaveOut: "abandon" },
    ]);
  });

  it("is told to have failed where the browser gives no claim", async () => {
    const { upload, events, workers, server, until } = open();
    server.hasNoLocks = true;
    upload.start(start, answer);
    await until("failed");
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { kind: "page" } });
    expect(workers).toEqual([]);
  });

  it("does not begin where another tab sends the same submission", async () => {
    const { upload, events, workers, until } = open([handed.submissionID]);
    upload.start(start, answer);
    await until("failed");
    expect(events.at(-1)).toMatchObject({ trouble: { kind: "other-tab" } });
    expect(workers).toEqual([]);
  });

  it("does not begin when it was paused before it had its claim", async () => {
    const { upload, workers, acts } = open();
    upload.start(start, answer);
    upload.pause();
    await Promise.resolve();
    await Promise.resolve();
    expect([workers, acts]).toEqual([[], ["claimed", "released"]]);
  });

  it("goes on behind a lock, and stops when its session is over", () => {
    const { upload, workers, events, endings } = open();
    upload.start(start, letter);
    upload.lock(false);
    expect(workers[0]?.isTerminated).toBe(false);
    const trouble = { kind: "signed-out", code: "signed-out", ending: "ended" } as const;
    workers[0]?.answer({ type: "failed", trouble });
    expect(events.at(-1)).toEqual({ type: "locked", lock: "stopped" });
    expect(endings).toEqual(["ended"]);
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it("brings refused files back by their index", () => {
    const { upload, workers, events } = open();
    upload.start(start, letter);
    const refused = [{ fileIndex: 1, reason: "unreadable" }] as const;
    workers[0]?.answer({
      type: "failed",
      trouble: { kind: "refused-files", code: "refused-files", refused },
    });
    expect(events.at(-1)).toMatchObject({ type: "refused", reasons: new Map([[1, "unreadable"]]) });
  });

  it("tells of a worker that broke, instead of waiting for ever", () => {
    const { upload, events, workers } = open();
    upload.start(start, letter);
    workers[0]?.onerror?.({} as ErrorEvent);
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { code: "worker" } });
  });

  it("of an answer has what the tries before have learned, until the files change", async () => {
    const { upload, workers, until } = open();
    const [documentID, standInID] = [id("doc") as DocumentID, `doc_${"1".repeat(26)}` as DocumentID];
    upload.start(start, answer);
    await Promise.resolve().then(() => undefined);
    workers[0]?.answer({ type: "stood-in", documentID, standInID });
    workers[0]?.answer(offline);
    upload.goOn(start);
    await Promise.resolve().then(() => undefined);
    upload.add([pdf("b.pdf")]);
    await until("checked");
    upload.goOn(start);
    await Promise.resolve().then(() => undefined);
    const earlier = workers.map(({ requests }) => requests[0]?.earlier);
    expect(earlier.map((each) => each?.isRepeat)).toEqual([false, true, false]);
    expect(earlier.map((each) => each?.standIns.get(documentID))).toEqual([undefined, standInID, standInID]);
  });
});

describe("giving up", () => {
  it("abandons what was begun, forgets it, and tells", async () => {
    const { upload, events, workers, acts } = open();
    upload.start(start, letter);
    workers[0]?.answer({ type: "opened", opened: handed });
    await upload.cancel();
    expect(workers[0]?.isTerminated).toBe(true);
    expect(acts).toContain(`abandoned ${handed.submissionID}`);
    expect(acts.at(-1)).toBe(`forgot ${handed.submissionID}`);
    expect(events.slice(-2)).toEqual([{ type: "paused" }, { type: "cancelled" }]);
  });

  it("says so when the server does not take it, and nothing is forgotten", async () => {
    const { upload, events, workers, acts, server } = open();
    upload.start(start, letter);
    workers[0]?.answer({ type: "opened", opened: handed });
    server.isDown = true;
    await upload.cancel();
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { kind: "server" } });
    expect(acts).not.toContain(`forgot ${handed.submissionID}`);
  });

  it("to change answers begins another submission; to choose again does not", async () => {
    const { upload, workers, acts } = open();
    upload.start(start, letter);
    workers[0]?.answer({ type: "opened", opened: handed });
    workers[0]?.answer(offline);
    upload.chooseAgain();
    expect(acts).not.toContain(`abandoned ${handed.submissionID}`);
    await upload.reopen();
    upload.start(start, letter);
    const [first, second] = workers.map(({ requests }) => requests[0]?.idempotencyKey);
    expect(second).not.toBe(first);
    expect(acts).toContain(`abandoned ${handed.submissionID}`);
  });
});
