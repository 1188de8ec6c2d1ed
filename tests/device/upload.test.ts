import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ApiProblem,
  RefusedFiles,
  StoreProblem,
  submitPackage,
  type PackageOptions,
  type Progress,
} from "@postern/client";
import { FACTS } from "./fake-clinic.ts";
import { fileOf, ofFiles, openStored, picture, startSender, type Sender } from "./sender.ts";

const MIB = 1024 * 1024;
const KEY = "an-idempotency-key";

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
});
afterEach(() => sender.clinic.server.close());

function send(files: PackageOptions["files"], more: Partial<PackageOptions> = {}) {
  const { api, device, session, wait } = sender;
  return submitPackage({ api, device, session, wait, facts: FACTS, files, ...more });
}

const opened = () => openStored(sender.clinic);

function putsSeen(): number {
  return sender.clinic.server.seen.filter((name) => name.startsWith("PUT ")).length;
}

/** Without those of the list, which goes up beside the last file. */
function putsOfFilesSeen(): number {
  const isOfFile = ofFiles(sender, /^PUT /);
  return sender.clinic.server.seen.filter((name) => isOfFile.test(name)).length;
}

describe("sending a package", () => {
  it("stores every file and the list sealed, the large ones in parts", async () => {
    const files = [picture(1000), picture(34 * MIB)];
    const sent = await send([fileOf("knee.jpg", files[0]!), fileOf("hip\u202e.jpg", files[1]!)], {
      note: "both",
    });
    const { documents, manifest } = await opened();
    expect(documents.map((plaintext, index) => plaintext.equals(files[index]!))).toEqual([true, true]);
    expect(manifest).toMatchObject({ facts: FACTS, note: "both" });
    expect(manifest.documents.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["knee.jpg", 1000],
      ["hip.jpg", 34 * MIB],
    ]);
    expect(sent.documents).toEqual(manifest.documents.map(({ documentID, name }) => ({ documentID, name })));
    expect(sent.number).toBe("K7M2-4Q9R");
    expect(sender.clinic.state).toBe("submitted");
    expect(sender.clinic.purposes).toEqual(["seal"]);
    expect(sender.waits).toEqual([]);
  });

  it("declares many documents in several calls", async () => {
    const files = Array.from({ length: 95 }, (_, index) => fileOf(`${index}.jpg`, picture(200)));
    await send(files);
    const declares = sender.clinic.server.seen.filter((name) => name.endsWith("/documents"));
    expect(declares).toHaveLength(3);
    expect(sender.clinic.live).toHaveLength(96);
  });

  it("tells how far each file is, and that it is sent only after the last acknowledgement", async () => {
    const told: (Progress & { puts: number; completed: boolean })[] = [];
    const onProgress = (progress: Progress) => {
      const completed = sender.clinic.server.seen.some((name) => name.endsWith("/complete"));
      told.push({ ...progress, puts: putsOfFilesSeen(), completed });
    };
    await send([fileOf("a.jpg", picture(40 * MIB))], { onProgress });
    expect(told[0]).toMatchObject({ phase: "sealing", sentBytes: 0, puts: 0 });
    expect(told.at(-1)).toMatchObject({ phase: "sent", puts: 5, completed: true });
    expect(told.at(-1)?.sentBytes).toBe(told.at(-1)?.totalBytes);
    expect(told.filter(({ phase }) => phase === "sent")).toHaveLength(1);
    expect(told.every(({ sentBytes }, index) => sentBytes >= (told[index - 1]?.sentBytes ?? 0))).toBe(true);
  });

  it("refuses files before anything is sent", async () => {
    const text = new TextEncoder().encode("<p>just words</p>");
    const sending = send([fileOf("ok.jpg", picture(10)), fileOf("looks.jpg", text)]);
    await expect(sending).rejects.toThrow(RefusedFiles);
    await expect(sending).rejects.toMatchObject({ refused: [{ fileIndex: 1, reason: "type" }] });
    await expect(send([])).rejects.toThrow(RangeError);
    await expect(send([fileOf("a.jpg", picture(9))], { note: "x".repeat(4001) })).rejects.toThrow(RangeError);
    expect(sender.clinic.server.seen).toEqual([]);
  });

  it("proves the device when it is asked to, and goes on", async () => {
    sender.clinic.isProven = false;
    await send([fileOf("a.jpg", picture(10))]);
    expect(sender.clinic.server.seen.slice(0, 4)).toEqual([
      "POST /api/intake/submissions",
      "GET /api/auth/proof",
      "POST /api/auth/proof",
      "POST /api/intake/submissions",
    ]);
  });
});

describe("failures on the way to the store", () => {
  const putOfFile = () => ofFiles(sender, /^PUT /);
  const one = () => [fileOf("a.jpg", picture(5000))];

  it("signs again after a 403", async () => {
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: { status: 403 } });
    await send(one());
    expect(sender.clinic.server.seen.filter((name) => name.endsWith("/parts"))).toHaveLength(3);
  });

  it.each([500, 503, 409, 429, 400])("sends the same bytes again after %i", async (status) => {
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: { status } });
    await send(one());
    expect(putsSeen()).toBe(4);
    expect(sender.waits).toHaveLength(2);
  });

  it("survives a line that breaks, before or after the store has the bytes", async () => {
    const large = picture(20 * MIB);
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: "cut" });
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: "cut-after" });
    await send([fileOf("a.jpg", large)]);
    expect((await opened()).documents[0]?.equals(large)).toBe(true);
  });

  it("takes 412 on a single PUT for what it is: already there", async () => {
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: "cut-after" });
    await send(one());
    expect(sender.waits).toHaveLength(1);
    expect(sender.clinic.state).toBe("submitted");
  });

  it("sees in the record that the store has the bytes, when there is nothing to sign any more", async () => {
    sender.clinic.verifiesAtOnce = true;
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: "cut-after" });
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: { status: 403 } });
    await send(one());
    expect(sender.clinic.state).toBe("submitted");
    expect(sender.clinic.server.seen.filter((name) => name.startsWith("GET "))).toHaveLength(1);
  });

  it("signs again after two silences: a page is not told of a refusal without CORS headers", async () => {
    const signs = () => sender.clinic.server.seen.filter((name) => name.endsWith("/parts")).length;
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: "cut" });
    await send(one());
    expect(signs()).toBe(3);
  });

  it("waits as long as the store asks, and longer each time, with jitter", async () => {
    sender.clinic.server.plant({
      on: putOfFile(),
      times: 1,
      answer: { status: 503, headers: { "retry-after": "7" } },
    });
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: { status: 500 } });
    await send(one(), { random: () => 1 });
    expect(sender.waits).toEqual([7000, 1000, 2000]);
  });

  it("gives up after eight tries, and at once when trying again cannot help", async () => {
    sender.clinic.server.plant({ on: putOfFile(), times: 8, answer: { status: 500 } });
    await expect(send(one())).rejects.toMatchObject({ name: "StoreProblem", status: 500 });
    expect(putsOfFilesSeen()).toBe(8);
    sender.clinic.server.plant({ on: putOfFile(), times: 1, answer: { status: 404 } });
    await expect(send(one(), { changed: "send-anew" })).rejects.toThrow(StoreProblem);
    expect(putsOfFilesSeen()).toBe(9);
  });

  it("never lets two ciphertexts of one part of an attempt out, whatever happens", async () => {
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: "cut-after" });
    sender.clinic.server.plant({ on: putOfFile(), times: 2, answer: { status: 403 } });
    await send([fileOf("a.jpg", picture(20 * MIB))]);
    const arrived = [...sender.clinic.bucket.arrived.values()].map((digests) => digests.size);
    expect(arrived).toEqual(arrived.map(() => 1));
  });
});

describe("failures of the API", () => {
  it("repeats every call that the server could not serve, or whose answer was lost", async () => {
    const unavailable = { type: "about:blank", title: "later", status: 503, code: "unavailable" };
    const { server } = sender.clinic;
    for (const on of [/submissions$/, /release$/, /documents$/, /parts$/, /complete$/, /submit$/]) {
      server.plant({ on, times: 1, answer: { status: 503, body: unavailable } });
      server.plant({ on, times: 1, answer: "cut" });
    }
    await send([fileOf("a.jpg", picture(9 * MIB))]);
    expect(sender.clinic.state).toBe("submitted");
    expect(sender.waits).toHaveLength(12);
  });

  it("surfaces a refusal at once", async () => {
    const refusal = { type: "about:blank", title: "no", status: 403, code: "policy" };
    sender.clinic.server.plant({ on: /release$/, times: 1, answer: { status: 403, body: refusal } });
    const sending = send([fileOf("a.jpg", picture(10))]);
    await expect(sending).rejects.toThrow(ApiProblem);
    await expect(sending).rejects.toMatchObject({ status: 403, code: "policy" });
    expect(sender.waits).toEqual([]);
  });

  it("starts a file again under a new message id when other bytes are known for a part", async () => {
    const changed = { type: "about:blank", title: "changed", status: 409, code: "changed-file" };
    sender.clinic.server.plant({
      on: ofFiles(sender, /parts$/),
      times: 1,
      answer: { status: 409, body: changed },
    });
    const bytes = picture(5000);
    await send([fileOf("a.jpg", bytes)]);
    expect((await opened()).documents[0]?.equals(bytes)).toBe(true);
    expect(sender.clinic.server.seen.filter((name) => name.endsWith("/attempts"))).toHaveLength(1);
  });

  it("starts a file again only once", async () => {
    const changed = { type: "about:blank", title: "changed", status: 409, code: "changed-file" };
    sender.clinic.server.plant({
      on: ofFiles(sender, /parts$/),
      times: 2,
      answer: { status: 409, body: changed },
    });
    await expect(send([fileOf("a.jpg", picture(5000))])).rejects.toMatchObject({ code: "changed-file" });
    expect(sender.clinic.server.seen.filter((name) => name.endsWith("/attempts"))).toHaveLength(1);
  });

  it("continues a submission that failed, and keeps what has arrived", async () => {
    const bytes = picture(5000);
    sender.clinic.verifiesAtOnce = true;
    sender.clinic.server.plant({ on: /submit$/, times: 1, answer: { status: 404 } });
    const files = [fileOf("a.jpg", bytes)];
    await expect(send(files, { idempotencyKey: KEY })).rejects.toThrow(ApiProblem);
    sender.clinic.server.plant({ on: /submit$/, times: 1, answer: { status: 404 } });
    await expect(send(files, { idempotencyKey: KEY })).rejects.toThrow(ApiProblem);
    await send(files, { idempotencyKey: KEY });
    expect(sender.clinic.live).toHaveLength(2);
    expect(sender.clinic.purposes).toEqual(["seal", "resume", "resume"]);
    // The file and the list, each once.
    expect(putsSeen()).toBe(2);
    expect((await opened()).documents[0]?.equals(bytes)).toBe(true);
  });

  it("sends another list when it says something else by then", async () => {
    sender.clinic.verifiesAtOnce = true;
    sender.clinic.server.plant({ on: /submit$/, times: 1, answer: { status: 404 } });
    const files = [fileOf("a.jpg", picture(5000))];
    await expect(send(files, { idempotencyKey: KEY, note: "At first." })).rejects.toThrow(ApiProblem);
    await send(files, { idempotencyKey: KEY, note: "Instead." });
    expect(putsSeen()).toBe(3);
    expect((await opened()).manifest.note).toBe("Instead.");
  });

  it("sends nothing twice when an earlier try had come to its end", async () => {
    const files = [fileOf("a.jpg", picture(5000))];
    await send(files, { idempotencyKey: KEY });
    const puts = putsSeen();
    expect(await send(files, { idempotencyKey: KEY })).toMatchObject({ documents: [] });
    expect(putsSeen()).toBe(puts);
  });
});

describe("stopping", () => {
  it("ends with the signal's reason and leaves nothing under way", async () => {
    const stop = new AbortController();
    const reason = new Error("the person left");
    const onProgress = ({ phase, sentBytes }: Progress) => {
      if (phase === "sending" && sentBytes > 0) stop.abort(reason);
    };
    let underWay = 0;
    const counting: typeof fetch = async (...call) => {
      underWay += 1;
      return fetch(...call).finally(() => (underWay -= 1));
    };
    const options = { signal: stop.signal, onProgress, fetch: counting };
    await expect(send([fileOf("a.jpg", picture(60 * MIB))], options)).rejects.toBe(reason);
    expect(underWay).toBe(0);
    expect(sender.clinic.server.seen.filter((name) => name.endsWith("/complete"))).toEqual([]);
    expect(sender.clinic.state).toBe("open");
  });

  it("refuses to seal a file that became shorter while it was read", async () => {
    const bytes = picture(5000);
    const file = {
      ...fileOf("a.jpg", bytes),
      read: async (start: number, end: number) => bytes.slice(start, Math.min(end, 4000)),
    };
    await expect(send([file])).rejects.toThrow(RangeError);
    expect(putsSeen()).toBe(0);
  });
});
