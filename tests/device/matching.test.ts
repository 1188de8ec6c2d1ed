import { afterEach, beforeEach, expect, it } from "vitest";
import { createApi, createStation, submitPackage, type PackageOptions, type Station } from "@postern/client";
import type { DocumentID } from "@postern/contract";
import { cutOff, gatedFetch } from "../support/gated-fetch.ts";
import { FACTS, SESSION } from "./fake-clinic.ts";
import { fileOf, openStored, picture, startSender, type Sender } from "./sender.ts";

const FILES = 12;
const SIZE_BYTES = 3000;

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
});
afterEach(() => sender.clinic.server.close());

const pictures = Array.from({ length: FILES }, () => picture(SIZE_BYTES));
const files = pictures.map((bytes, index) => fileOf(`${index}.jpg`, bytes));

/** A station, and for which message ids it has sealed. */
function countedStation() {
  const station = createStation();
  const sealed: string[] = [];
  const counting: Station = {
    ...station,
    seal(job, signal) {
      if (job.file.sizeBytes === SIZE_BYTES) sealed.push(job.messageID);
      return station.seal(job, signal);
    },
  };
  return { station: counting, sealed };
}

/** One run; it is cut off when it would hand in, where that is said. */
function run(station: Station, more: Partial<PackageOptions>, isCutOff = false) {
  const { clinic, device, session, wait } = sender;
  const stop = new AbortController();
  const gated = gatedFetch(fetch, (call, pass) => {
    if (!isCutOff || call.name !== "POST submit") return pass();
    stop.abort(new Error("the tab was closed"));
    return cutOff();
  });
  const api = createApi({
    baseURL: clinic.server.baseURL,
    clinicID: () => SESSION.clinicID,
    fetch: gated,
  });
  const sending = { api, device, session, wait, fetch: gated, facts: FACTS, files };
  const idempotencyKey = "an-idempotency-key";
  return submitPackage({ ...sending, idempotencyKey, signal: stop.signal, stations: [station], ...more });
}

async function begin(): Promise<readonly DocumentID[]> {
  let begun: readonly DocumentID[] = [];
  const onDeclared = (documentIDs: readonly DocumentID[]) => (begun = documentIDs);
  await expect(run(createStation(), { onDeclared }, true)).rejects.toThrow("the tab was closed");
  return begun;
}

const reversed = { files: files.toReversed() };

async function expectWhole(): Promise<void> {
  const { documents } = await openStored(sender.clinic);
  expect(sender.clinic.state).toBe("submitted");
  expect(documents.map((bytes, index) => bytes.equals(pictures[index]!))).toEqual(files.map(() => true));
}

it("seals each file once to know it again, whatever their order, where its document is remembered", async () => {
  const begunAs = (await begin()).toReversed();
  const { station, sealed } = countedStation();
  let toKnow: readonly string[] = [];
  // Sealing to send comes after.
  const onDeclared = () => (toKnow = [...sealed]);
  await run(station, { ...reversed, begunAs, onDeclared });
  expect([toKnow.length, new Set(toKnow).size]).toEqual([FILES, FILES]);
  await expectWhole();
});

it("knows them by their bytes where nothing is remembered, or something wrong", async () => {
  const begun = await begin();
  const { documents } = await run(createStation(), { ...reversed, begunAs: [undefined, ...begun] });
  expect(documents.map(({ documentID }) => documentID)).toEqual(begun.toReversed());
  await expectWhole();
});
