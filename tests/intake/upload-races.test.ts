import { createHash } from "node:crypto";
import { ListPartsCommand } from "@aws-sdk/client-s3";
import { createApi, createOpener, readAll, submitPackage, type PackageOptions } from "@postern/client";
import { intakeRoutes, type SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutOff, gatedFetch, shutDoor, type Keeper } from "../support/gated-fetch.ts";
import { rootPrincipal } from "../support/principal.ts";
import { factsFor, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { rowsAbout } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { declare, draw, longFile, openDraft, part } from "./draft.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const MIB = 1024 * 1024;
const pass: Keeper = (_, send) => send();
type RunOptions = Pick<
  PackageOptions,
  "files" | "idempotencyKey" | "resume" | "signal" | "leaveOut" | "changed"
>;

/** One run; `keep` stands between it and everything that it calls. Waiting takes no time. */
function run(options: RunOptions, keep: Keeper = pass, send: typeof fetch = fetch) {
  const { device, session } = patient;
  const api = createApi({
    baseURL: world.origin,
    fetch: gatedFetch(patient.fetch, keep),
    clinicID: () => session.clinicID,
  });
  const wait = () => Promise.resolve();
  const sending = { api, device, session, wait, facts: factsFor(world.clinics.riverside) };
  return submitPackage({ ...sending, fetch: gatedFetch(send, keep), ...options });
}

/** Runs until a call of this name, which is sent or not, and ends there as a closed tab does. */
async function endAt(options: RunOptions, name: string, isSent: boolean): Promise<void> {
  const stop = new AbortController();
  const ended = run({ ...options, signal: stop.signal }, async (call, send) => {
    if (call.name !== name) return send();
    if (isSent) await send();
    stop.abort(new Error("the tab was closed"));
    return cutOff();
  });
  await expect(ended).rejects.toThrow("the tab was closed");
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

/** It is with the care team, holds these bytes, and no upload was left half way. */
async function expectWhole(submissionID: SubmissionID, files: PackageOptions["files"]): Promise<void> {
  await untilRouted(world, submissionID);
  const { documents } = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
  const opener = createOpener(patient);
  const opened = [];
  for (const document of documents.filter(({ kind }) => kind === "document")) {
    const { stream } = await opener.openDocument({ submissionID, document });
    opened.push(sha256(await readAll(stream)));
  }
  const sent = [];
  for (const file of files) sent.push(sha256(await file.read(0, file.sizeBytes)));
  expect(opened.toSorted()).toEqual(sent.toSorted());
  const rows = (await rowsAbout(world, "sub", submissionID)).filter(({ uploadID }) => uploadID !== undefined);
  for (const { clinicID, documentID, attemptID, uploadID } of rows) {
    const Key = ["c", clinicID, submissionID, documentID, attemptID].join("/");
    const { name: Bucket } = world.names.documentBucket;
    const asking = new ListPartsCommand({ Bucket, Key, UploadId: String(uploadID) });
    await expect(rootPrincipal(world).s3.send(asking)).rejects.toMatchObject({ name: "NoSuchUpload" });
  }
}

/** A name for a package, and what goes into it: a file of one part, one of two. */
function parcel() {
  return { idempotencyKey: crypto.randomUUID(), files: [tinyFile("a.pdf"), longFile(9 * MIB)] };
}

describe("an upload that ends at a bad moment", () => {
  it.each([
    ["while its multipart upload is being made", "POST parts", true],
    ["before its documents are declared", "POST documents", false],
    ["while its documents are being declared", "POST documents", true],
    ["when the store has the bytes and nobody has heard of it", "PUT object", true],
    ["while a document is being completed", "POST complete", true],
    ["while it is being handed in", "POST submit", true],
  ])("is gone on with: %s", async (_, name, isSent) => {
    const sending = parcel();
    await endAt(sending, name, isSent);
    const { submissionID, documents } = await run(sending);
    // What was handed in before has nothing more to tell.
    expect(documents).toHaveLength(name === "POST submit" ? 0 : 2);
    await expectWhole(submissionID, sending.files);
  });

  it("is gone on with by another device that knows nothing but the files, in another order", async () => {
    const sending = parcel();
    await endAt(sending, "POST complete", false);
    const { submissions } = await patient.api.call(intakeRoutes.listSubmissions, {});
    const open = submissions.find(({ state }) => state === "open");
    if (open === undefined) throw new Error("Nothing is open.");
    const { submissionID } = open;
    const puts: string[] = [];
    const files = sending.files.toReversed();
    await run({ resume: { submissionID }, files }, (call, send) => {
      if (call.name === "PUT object") puts.push(call.name);
      return send();
    });
    // The list alone; what is small may not yet have been seen to be there, and is then refused as a repeat.
    expect(puts.length).toBeLessThanOrEqual(2);
    await expectWhole(submissionID, files);
  });

  it("can be given up while a document of it is being completed", async () => {
    const sending = parcel();
    await endAt(sending, "POST complete", true);
    const only = tinyFile("only.pdf");
    const anew = { leaveOut: "abandon", changed: "send-anew" } as const;
    const { submissionID, documents } = await run({ ...sending, files: [only], ...anew });
    expect(documents).toMatchObject([{ name: "only.pdf" }]);
    await expectWhole(submissionID, [only]);
  });
});

describe("a URL", () => {
  it("that has expired between its signing and its use is signed again", async () => {
    let expired = 0;
    const sending = parcel();
    const { submissionID } = await run(sending, pass, (resource, init) => {
      const url = new URL(String(resource as string));
      if (expired >= 3) return fetch(url, init);
      expired += 1;
      url.searchParams.set("X-Amz-Date", "20200101T000000Z");
      return fetch(url, init);
    });
    expect(expired).toBe(3);
    await expectWhole(submissionID, sending.files);
  });

  it("whose every first answer is lost brings each part once", async () => {
    const sending = parcel();
    const heard = new Set<string>();
    const { submissionID } = await run(sending, pass, async (resource, init) => {
      const { pathname, searchParams } = new URL(String(resource as string));
      const slot = [pathname, searchParams.get("partNumber")].join();
      const response = await fetch(resource, init);
      if (heard.has(slot)) return response;
      heard.add(slot);
      return cutOff();
    });
    expect(heard.size).toBe(4);
    await expectWhole(submissionID, sending.files);
  });
});

describe("two runs of one submission", () => {
  it("that start at the same moment send every file once, and both have handed in", async () => {
    const sending = parcel();
    const doors = [shutDoor(), shutDoor()] as const;
    const meet = (own: 0 | 1): Keeper => {
      let isFirst = true;
      return async (call, send) => {
        if (call.name === "POST documents" && isFirst) {
          isFirst = false;
          doors[own].open();
          await Promise.all(doors.map(({ opened }) => opened));
        }
        return send();
      };
    };
    const [{ submissionID }, other] = await Promise.all([run(sending, meet(0)), run(sending, meet(1))]);
    expect(other.submissionID).toBe(submissionID);
    await expectWhole(submissionID, sending.files);
  });
});

describe("two runs of one submission, one of them slow", () => {
  it.each(["before", "after"])("have both handed in, though it stops %s its declaration", async (moment) => {
    const sending = parcel();
    const [met, over] = [shutDoor(), shutDoor()];
    let isDeclared = false;
    const slow = run(sending, async (call, send) => {
      if (isDeclared) await over.opened;
      if (call.name !== "POST documents") return send();
      isDeclared = true;
      met.open();
      if (moment === "before") await over.opened;
      return send();
    });
    const quick = met.opened.then(() => run(sending, (_, send) => send()));
    await quick.finally(() => over.open());
    expect((await slow).submissionID).toBe((await quick).submissionID);
    await expectWhole((await quick).submissionID, sending.files);
  });
});

describe("two different digests for one part", () => {
  it("never both get a URL, whoever asks for what at the same moment", async () => {
    const draft = await openDraft(world, patient, world.clinics.riverside);
    const { documentID, attemptID } = await declare(draft, {
      upload: "multipart",
      sealedSizeBytes: 30 * MIB,
    });
    const numbers = [1, 2, 3];
    const digests = [draw(), draw(), draw()];
    const granted = new Map<number, Set<string>>();
    const asking = numbers.flatMap((partNumber) => digests.map((sha256) => ({ partNumber, sha256 })));
    await Promise.all(
      [...asking, ...asking].map(async ({ partNumber, sha256 }) => {
        const parts = [part({ partNumber, sha256 })];
        const { code } = await draft.ask(intakeRoutes.signParts, { documentID, attemptID, parts });
        expect(["200", "409 changed-file", "409 busy"]).toContain(code);
        if (code !== "200") return;
        granted.set(partNumber, (granted.get(partNumber) ?? new Set()).add(sha256));
      }),
    );
    const counts = numbers.map((partNumber) => granted.get(partNumber)?.size);
    expect(counts).toEqual([1, 1, 1]);
    // What is recorded is what was granted.
    const { body } = await draft.ask(intakeRoutes.listParts, { documentID, attemptID, block: 0 });
    const listed = intakeRoutes.listParts.output.parse(body).parts;
    expect(listed.map(({ partNumber, sha256, isStored }) => [partNumber, sha256, isStored])).toEqual(
      numbers.map((partNumber) => [partNumber, [...(granted.get(partNumber) ?? [])][0], false]),
    );
  });
});
