import type { Device, OpenedManifest } from "@postern/client";
import { ClinicID, DocumentView, SessionHandle, SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { makeOpening, type OpeningWorker } from "./make-opening.ts";
import type { OpeningAnswer, OpeningRequest } from "./protocol.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const submissionID = SubmissionID.parse(id("sub"));
const document = DocumentView.parse({
  documentID: id("doc"),
  attemptID: id("att"),
  kind: "document",
  state: "verified",
  sealedSizeBytes: 100,
  messageID: "A".repeat(43) + "=",
});

const { port1: port } = new MessageChannel();

class FakeWorker implements OpeningWorker {
  onmessage: OpeningWorker["onmessage"] = null;
  onerror: OpeningWorker["onerror"] = null;
  readonly requests: OpeningRequest[] = [];
  postMessage(request: OpeningRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.onmessage = null;
  }
  answer(data: OpeningAnswer) {
    this.onmessage?.({ data } as MessageEvent<OpeningAnswer>);
  }
}

function open() {
  const [worker, second] = [new FakeWorker(), new FakeWorker()];
  const left = [worker, second];
  const opening = makeOpening(() => left.shift() ?? new FakeWorker(), {
    baseURL: "http://127.0.0.1",
    session: { handle: SessionHandle.parse(id("ses")), clinicID: ClinicID.parse(id("cli")) },
    device: { publicKey: "" } as Device,
    provenAtMs: 0,
  });
  return { worker, second, opening };
}

describe("makeOpening", () => {
  it("starts the worker with the session and device before it asks anything", () => {
    const { worker, opening } = open();
    void opening.deliver(submissionID, document, port);
    expect(worker.requests.map(({ type }) => type)).toEqual(["start", "document"]);
  });

  it("gives each question its own answer, in whatever order they come", async () => {
    const { worker, opening } = open();
    const first = opening.deliver(submissionID, document, port);
    const second = opening.deliver(submissionID, document, port);
    worker.answer({ type: "trouble", id: 2, trouble: { kind: "unreadable", code: "not-authentic" } });
    worker.answer({ type: "delivered", id: 1 });
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toMatchObject({ trouble: { kind: "unreadable" } });
  });

  it("fails with what the worker found", async () => {
    const { worker, opening } = open();
    const asked = opening.manifest(submissionID, [document], FACTS);
    worker.answer({ type: "trouble", id: 1, trouble: { kind: "unreadable", code: "not-authentic" } });
    await expect(asked).rejects.toMatchObject({ trouble: { kind: "unreadable" } });
  });

  it("fails for all who wait when the worker breaks", async () => {
    const { worker, opening } = open();
    const asked = opening.deliver(submissionID, document, port);
    worker.onerror?.({} as ErrorEvent);
    await expect(asked).rejects.toMatchObject({ trouble: { kind: "page", code: "worker" } });
  });

  it("begins with another worker when the first one broke, or its code did not come", async () => {
    const { worker, second, opening } = open();
    const asked = opening.manifest(submissionID, [document], FACTS);
    worker.onerror?.({} as ErrorEvent);
    await expect(asked).rejects.toMatchObject({ trouble: { code: "worker" } });
    const again = opening.deliver(submissionID, document, port);
    expect(second.requests.map(({ type }) => type)).toEqual(["start", "document"]);
    second.answer({ type: "delivered", id: 1 });
    await expect(again).resolves.toBeUndefined();
  });

  it("gives a copy as the worker made it", async () => {
    const { worker, opening } = open();
    const asked = opening.copy(submissionID, document);
    const blob = new Blob(["whole"]);
    worker.answer({ type: "copied", id: 1, blob });
    expect(await asked).toBe(blob);
  });

  it("does not take a list for a delivery", async () => {
    const { worker, opening } = open();
    const asked = opening.deliver(submissionID, document, port);
    worker.answer({ type: "manifest", id: 1, opened: {} as OpenedManifest });
    await expect(asked).rejects.toMatchObject({ trouble: { code: "worker-answer" } });
  });
});

const FACTS = { kind: "images", locationID: id("loc"), urgency: "routine" } as Parameters<
  ReturnType<typeof makeOpening>["manifest"]
>[2];
