import type { Device } from "@postern/client";
import { ClinicID, LocationID, SessionHandle, type DocumentID, type SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import type { UploadEvent } from "./machine.ts";
import { makeUpload, type Letter, type SendingWorker } from "./make-upload.ts";
import type { SendAnswer, SendRequest } from "./protocol.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const letter: Letter = {
  baseURL: "http://127.0.0.1",
  session: { handle: SessionHandle.parse(id("ses")), clinicID: ClinicID.parse(id("cli")) },
  device: { publicKey: "" } as Device,
  content: {
    facts: { kind: "images", locationID: LocationID.parse(id("loc")), urgency: "routine" },
    note: undefined,
    language: "en",
  },
};
const png = () =>
  new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], "a.png", { type: "image/png" });

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

function open() {
  const events: UploadEvent[] = [];
  const workers: FakeWorker[] = [];
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
    createKey: () => `key-${(keys += 1)}`,
  });
  const untilChecked = (count: number) =>
    new Promise<void>((resolve) => {
      told = () => {
        if (events.filter(({ type }) => type === "checked").length >= count) resolve();
      };
      told();
    });
  return { upload, events, workers, untilChecked };
}

describe("makeUpload", () => {
  it("checks each file by its bytes, not by its name", async () => {
    const { upload, events, untilChecked } = open();
    upload.add([png(), new File(["<p>hello"], "b.png"), new File([], "c.png")]);
    await untilChecked(3);
    const reasons = events.flatMap((event) =>
      event.type === "checked" ? [event.result.ok ? undefined : event.result.reason] : [],
    );
    expect(reasons).toEqual([undefined, "type", "empty"]);
  });

  it("sends what is left of the files, and lets the worker go when all is handed in", () => {
    const { upload, events, workers } = open();
    upload.add([png()]);
    upload.start(letter);
    const [worker] = workers;
    expect(worker?.requests[0]?.files.map(({ name }) => name)).toEqual(["a.png"]);
    const handed = { submissionID: id("sub") as SubmissionID, number: "K7M2-4Q9R" };
    worker?.answer({ type: "handed-in", handed });
    expect(events.at(-1)).toEqual({ type: "handed-in", handed });
    expect(worker?.isTerminated).toBe(true);
  });

  it("takes a file that is there already only once, and tells of it", () => {
    const { upload, events, workers } = open();
    const file = (name: string, lastModified: number) => new File(["%PDF-1"], name, { lastModified });
    upload.add([file("a.pdf", 1), file("a.pdf", 1), file("a.pdf", 2)]);
    expect(upload.add([file("a.pdf", 2)])).toEqual([]);
    const repeated = events.flatMap((event) => (event.type === "added" ? [event.repeated] : []));
    expect(repeated).toEqual([["a.pdf"], ["a.pdf"]]);
    upload.start(letter);
    expect(workers[0]?.requests[0]?.files).toHaveLength(2);
  });

  it("takes a file again that was removed", () => {
    const { upload } = open();
    const file = png();
    const [key] = upload.add([file]);
    upload.remove(key ?? "");
    expect(upload.add([file])).toHaveLength(1);
  });

  it("tries again under the same key, and begins another submission when reopened", () => {
    const { upload, workers } = open();
    upload.add([png()]);
    upload.start(letter);
    workers[0]?.answer({ type: "failed", trouble: { kind: "offline", code: "offline" } });
    upload.start(letter);
    upload.reopen();
    upload.start(letter);
    const keys = workers.map((worker) => worker.requests[0]?.idempotencyKey);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("hands each try of an answer what the tries before have learned, until the files change", () => {
    const { upload, workers } = open();
    const [documentID, standInID] = [id("doc") as DocumentID, `doc_${"1".repeat(26)}` as DocumentID];
    upload.add([png()]);
    upload.start(letter);
    workers[0]?.answer({ type: "stood-in", documentID, standInID });
    workers[0]?.answer({ type: "failed", trouble: { kind: "offline", code: "offline" } });
    upload.start(letter);
    upload.add([png()]);
    upload.start(letter);
    const earlier = workers.map((worker) => worker.requests[0]?.earlier);
    expect(earlier.map((each) => each?.isRepeat)).toEqual([false, true, false]);
    expect(earlier.map((each) => each?.standIns.get(documentID))).toEqual([undefined, standInID, standInID]);
  });

  it("tells of a worker that broke, instead of waiting for ever", () => {
    const { upload, events, workers } = open();
    upload.start(letter);
    workers[0]?.onerror?.({} as ErrorEvent);
    expect(events.at(-1)).toMatchObject({ type: "failed", trouble: { code: "worker" } });
  });
});
