import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createOpener,
  replaceDocument,
  StoreProblem,
  submitPackage,
  UnreadableDocument,
  type Opener,
} from "@postern/client";
import { LocationID, type DocumentView } from "@postern/contract";
import { FACTS } from "./fake-clinic.ts";
import { fileOf, picture, startSender, type Sender } from "./sender.ts";

const LARGE = picture(9 * 1024 * 1024 + 17);
const SMALL = picture(700);

let sender: Sender;
let opener: Opener;
beforeEach(async () => {
  sender = await startSender();
  const files = [fileOf("large.jpg", LARGE), fileOf("small.jpg", SMALL)];
  await submitPackage({ ...sender, facts: FACTS, files, note: "for you" });
  opener = createOpener(sender);
});
afterEach(() => sender.clinic.server.close());

function view(index: number): DocumentView {
  const found = sender.clinic.live[index];
  if (found === undefined) throw new Error("no such document");
  return found;
}

async function read(document: DocumentView): Promise<Buffer> {
  const { submissionID } = sender.clinic;
  const { stream } = await opener.openDocument({ submissionID, document });
  return Buffer.from(await new Response(stream).arrayBuffer());
}

function openManifest(facts = FACTS) {
  const { submissionID, live: documents } = sender.clinic;
  return opener.openManifest({ submissionID, documents, facts });
}

/** Changes what is stored for a document. */
function tamper(document: DocumentView, change: (bytes: Buffer) => Buffer): void {
  sender.clinic.store(document, change(Buffer.from(sender.clinic.stored(document))));
}

describe("opening a document", () => {
  it("gives the plaintext back, and says its size before it is read", async () => {
    const { submissionID } = sender.clinic;
    const opened = await opener.openDocument({ submissionID, document: view(0) });
    expect(opened.sizeBytes).toBe(LARGE.length);
    expect(Buffer.from(await new Response(opened.stream).arrayBuffer()).equals(LARGE)).toBe(true);
    expect((await read(view(1))).equals(SMALL)).toBe(true);
  });

  it("asks for a submission's key once, for reading, also when documents are opened side by side", async () => {
    await Promise.all([read(view(0)), read(view(1)), openManifest()]);
    expect(sender.clinic.purposes).toEqual(["seal", "read"]);
  });

  it("asks for the key again after a refusal", async () => {
    const body = { type: "about:blank", title: "no", status: 403, code: "policy" };
    sender.clinic.server.plant({ on: /release$/, times: 1, answer: { status: 403, body } });
    await expect(read(view(1))).rejects.toMatchObject({ code: "policy" });
    expect((await read(view(1))).equals(SMALL)).toBe(true);
  });

  it("asks for another URL only when the store refused the first", async () => {
    const urls = () => sender.clinic.server.seen.filter((name) => name.endsWith("/url")).length;
    sender.clinic.server.plant({ on: /^GET .bucket/, times: 2, answer: { status: 503 } });
    sender.clinic.server.plant({ on: /^GET .bucket/, times: 1, answer: "cut" });
    await read(view(1));
    expect(urls()).toBe(1);
    sender.clinic.server.plant({ on: /^GET .bucket/, times: 1, answer: { status: 403 } });
    await read(view(1));
    expect(urls()).toBe(3);
  });

  it("goes on where it was when the line breaks or falls silent half-way, by the same URL", async () => {
    const ranges: (string | null)[] = [];
    const bad = ["breaks", "falls silent", "breaks"];
    const badLine = async (...[url, init]: Parameters<typeof fetch>) => {
      ranges.push(new Headers(init?.headers).get("range"));
      const response = await fetch(url, init);
      const fault = bad.shift();
      if (fault === undefined) return response;
      const reader = response.body?.getReader();
      let isFirst = true;
      async function pull(controller: ReadableStreamDefaultController<Uint8Array>) {
        const piece = isFirst ? await reader?.read() : undefined;
        isFirst = false;
        if (piece?.value !== undefined) return controller.enqueue(piece.value.subarray(0, 5000));
        if (fault === "breaks") return controller.error(new TypeError("terminated"));
        init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
        // Whoever reads sets his timer now; it is over at once.
        vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
        setImmediate(() => {
          vi.runAllTimers();
          vi.useRealTimers();
        });
      }
      return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), response);
    };
    opener = createOpener({ ...sender, fetch: badLine });
    expect((await read(view(0))).equals(LARGE)).toBe(true);
    expect(ranges).toEqual([null, "bytes=5000-", "bytes=10000-", "bytes=15000-"]);
    expect(sender.clinic.server.seen.filter((name) => name.endsWith("/url"))).toHaveLength(1);
  });

  it("ends with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("closed"));
    const { submissionID } = sender.clinic;
    const opening = opener.openDocument({ submissionID, document: view(0), signal });
    await expect(opening).rejects.toThrow("closed");
  });
});

describe("a document that cannot be read", () => {
  /** Why it is unreadable; anything else that goes wrong is given as it is. */
  const reasonOf = async (document: DocumentView) => {
    const error = await read(document).catch((reason: unknown) => reason);
    return error instanceof UnreadableDocument ? error.code : error;
  };

  it("is one with a changed byte, a missing end, or something behind its end", async () => {
    const flip = (bytes: Buffer) => {
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
      return bytes;
    };
    const original = sender.clinic.stored(view(0));
    tamper(view(0), flip);
    expect(await reasonOf(view(0))).toBe("not-authentic");
    sender.clinic.store(view(0), original.subarray(0, -1));
    expect(await reasonOf(view(0))).toBe("truncated");
    sender.clinic.store(view(0), Buffer.concat([original, Buffer.of(0)]));
    expect(await reasonOf(view(0))).toBe("trailing-bytes");
  });

  it("is another document of the same submission", async () => {
    sender.clinic.store(view(1), sender.clinic.stored(view(0)));
    expect(await reasonOf(view(1))).toBe("wrong-message");
  });

  it("is one on which record and store do not agree", async () => {
    const messageID = Buffer.alloc(32, 1).toString("base64");
    expect(await reasonOf({ ...view(1), messageID })).toBe("record-differs");
    expect(await reasonOf({ ...view(1), sealedSizeBytes: view(1).sealedSizeBytes + 1 })).toBe(
      "record-differs",
    );
    expect(await reasonOf({ ...view(1), sealedSizeBytes: 10 })).toBe("record-differs");
  });

  it("is not one whose line breaks again and again: that is the store's failure, and nobody's to report", async () => {
    const cutOff = async (...asked: Parameters<typeof fetch>) => {
      const response = await fetch(...asked);
      const body = response.body?.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            if (response.status === 200) controller.enqueue(chunk.subarray(0, 100));
            throw new TypeError("terminated");
          },
        }),
      );
      return new Response(body ?? null, response);
    };
    opener = createOpener({ ...sender, fetch: cutOff });
    await expect(read(view(1))).rejects.toThrow(StoreProblem);
  });
});

describe("opening the list", () => {
  it("shows names, types and the note, and no difference from the record", async () => {
    const { manifest, differences, missing, unlisted } = await openManifest();
    expect(manifest.documents.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ["large.jpg", "image/jpeg"],
      ["small.jpg", "image/jpeg"],
    ]);
    expect(manifest.note).toBe("for you");
    expect([differences, missing, unlisted]).toEqual([[], [], []]);
  });

  it("tells which routing facts the record has otherwise than the sender sealed them", async () => {
    const locationID = LocationID.parse(`loc_${"z".repeat(26)}`);
    const { differences } = await openManifest({ ...FACTS, locationID, service: "radiology" });
    expect(differences).toEqual([
      { fact: "locationID", sealed: FACTS.locationID, recorded: locationID },
      { fact: "service", sealed: undefined, recorded: "radiology" },
    ]);
  });

  it("tells which documents are only on the list, and which only in the record", async () => {
    const { documentID } = view(0);
    const stranger = { ...view(0), documentID: view(2).documentID };
    const documents = [stranger, ...sender.clinic.live.slice(1)];
    const { submissionID } = sender.clinic;
    const { missing, unlisted } = await opener.openManifest({ submissionID, documents, facts: FACTS });
    expect([missing, unlisted]).toEqual([[documentID], [stranger.documentID]]);
  });

  it("fails when there is none, when there are two, or when it is no list", async () => {
    const { submissionID, live } = sender.clinic;
    const open = (documents: DocumentView[]) =>
      opener.openManifest({ submissionID, documents, facts: FACTS });
    await expect(open(live.slice(0, 2))).rejects.toMatchObject({ code: "manifest-missing" });
    await expect(open([...live, view(2)])).rejects.toMatchObject({ code: "manifest-missing" });
    const picturesAsList = live.slice(0, 2).map((document) => ({ ...document, kind: "manifest" as const }));
    for (const document of picturesAsList) {
      await expect(open([document])).rejects.toMatchObject({ code: "manifest-malformed" });
    }
  });
});

describe("replacing a document that was put aside", () => {
  it("sends the file and a new list, keeps the rest, and submits again", async () => {
    const { clinic } = sender;
    const { documentID } = view(0);
    clinic.row(documentID).view.state = "quarantined";
    clinic.state = "incomplete";
    const better = picture(900);
    const file = fileOf("better.jpg", better);
    await replaceDocument({ ...sender, submissionID: clinic.submissionID, documentID, file });
    expect(clinic.state).toBe("submitted");
    expect(clinic.purposes).toEqual(["seal", "read", "append"]);
    opener = createOpener(sender);
    const { manifest, missing, unlisted } = await openManifest();
    expect(manifest.documents.map(({ name }) => name)).toEqual(["small.jpg", "better.jpg"]);
    expect([manifest.note, missing, unlisted]).toEqual(["for you", [], []]);
    const replaced = clinic.live.find(
      (document) => document.documentID === manifest.documents[1]?.documentID,
    );
    expect((await read(replaced ?? view(0))).equals(better)).toBe(true);
  });

  it("goes on with one whose upload was broken off, as its next attempt", async () => {
    const { clinic } = sender;
    const { submissionID } = clinic;
    const { documentID } = view(0);
    clinic.row(documentID).view.state = "quarantined";
    clinic.state = "incomplete";
    const { manifest } = await openManifest();
    clinic.server.plant({ on: /^PUT /, times: 1, answer: { status: 404 } });
    const file = fileOf("better.jpg", picture(900));
    const replacing = replaceDocument({ ...sender, submissionID, documentID, file, manifest });
    await expect(replacing).rejects.toThrow(StoreProblem);
    const unfinished = clinic.live.find(({ state }) => state === "uploading");
    if (unfinished === undefined) throw new Error("nothing was begun");
    await replaceDocument({ ...sender, submissionID, documentID: unfinished.documentID, file, manifest });
    const names = (await openManifest()).manifest.documents.map(({ name }) => name);
    expect(names).toEqual(["small.jpg", "better.jpg"]);
    expect([clinic.state, clinic.live.length]).toEqual(["submitted", 3]);
  });

  it("is not possible for one that is in order", async () => {
    const { clinic } = sender;
    const { documentID } = view(0);
    const file = fileOf("better.jpg", picture(900));
    const replacing = replaceDocument({ ...sender, submissionID: clinic.submissionID, documentID, file });
    await expect(replacing).rejects.toMatchObject({ status: 404 });
    expect(clinic.live).toHaveLength(3);
  });
});
