import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ChangedFile,
  MissingFiles,
  createApi,
  submitPackage,
  type PackageOptions,
  type Progress,
  type SourceFile,
} from "@postern/client";
import type { DocumentView } from "@postern/contract";
import { cutOff, gatedFetch, shutDoor, type Keeper } from "../support/gated-fetch.ts";
import { FACTS, SESSION } from "./fake-clinic.ts";
import { fileOf, openStored, picture, startSender, type Sender } from "./sender.ts";

const MIB = 1024 * 1024;
const KEY = "an-idempotency-key";

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
});
afterEach(() => sender.clinic.server.close());

/** One run with the same key; `keep` stands between it and everything that it calls. */
function run(files: readonly SourceFile[], more: Partial<PackageOptions> = {}, keep?: Keeper) {
  const { clinic, device, session, wait } = sender;
  const { baseURL } = clinic.server;
  const gated = gatedFetch(fetch, keep ?? ((_, pass) => pass()));
  const api = createApi({ baseURL, clinicID: () => SESSION.clinicID, fetch: gated });
  const sending = { api, device, session, wait, fetch: gated, facts: FACTS, idempotencyKey: KEY };
  return submitPackage({ ...sending, files, ...more });
}

/** Runs until a call, and ends there as a closed tab does. */
async function endAt(
  files: readonly SourceFile[],
  index: number,
  isSent: boolean,
  more: Partial<PackageOptions> = {},
): Promise<void> {
  const stop = new AbortController();
  const ended = run(files, { ...more, signal: stop.signal }, async (call, pass) => {
    if (call.index < index) return pass();
    if (isSent) await pass().catch(() => undefined);
    stop.abort(new Error("the tab was closed"));
    return cutOff();
  });
  await expect(ended).rejects.toThrow("the tab was closed");
}

const names = () => sender.clinic.server.seen;
const puts = () => names().filter((name) => name.startsWith("PUT ")).length;

async function expectWhole(...files: readonly Uint8Array[]): Promise<void> {
  const { clinic } = sender;
  const { documents, manifest } = await openStored(clinic);
  expect(clinic.state).toBe("submitted");
  expect(documents).toHaveLength(files.length);
  for (const [index, { documentID }] of manifest.documents.entries()) {
    const place = clinic.live
      .filter(({ kind }) => kind === "document")
      .findIndex((view) => view.documentID === documentID);
    expect(documents[place]?.equals(files[index]!)).toBe(true);
  }
  const ciphertexts = [...clinic.bucket.arrived.values()].map((digests) => digests.size);
  expect(ciphertexts).toEqual(ciphertexts.map(() => 1));
}

describe("a run that ends", () => {
  const bytes = [picture(5000), picture(9 * MIB)] as const;
  const files = [fileOf("small.jpg", bytes[0]), fileOf("large.jpg", bytes[1])];

  it.each([
    ["before it is sent", false],
    ["after it is sent, its answer unheard", true],
  ])(
    "at any of its calls, %s, is gone on with to the end",
    async (_, isSent) => {
      let calls = 0;
      await run(files, {}, (call, pass) => {
        calls = Math.max(calls, call.index + 1);
        return pass();
      });
      expect(calls).toBeGreaterThan(12);
      for (let index = 0; index < calls; index += 1) {
        await sender.clinic.server.close();
        sender = await startSender();
        await endAt(files, index, isSent);
        await run(files);
        await expectWhole(...bytes);
      }
    },
    60_000,
  );

  it("several times is gone on with all the same", async () => {
    for (const index of [4, 7, 9, 8]) await endAt(files, index, true);
    expect((await run(files)).documents).toHaveLength(2);
    await expectWhole(...bytes);
  });

  it("does not send again what the store has", async () => {
    const large = picture(41 * MIB);
    const isThird = { puts: 0 };
    const stop = new AbortController();
    const ended = run([fileOf("a.jpg", large)], { signal: stop.signal }, async (call, pass) => {
      if (call.name === "PUT object" && (isThird.puts += 1) === 4) {
        stop.abort(new Error("enough"));
        return cutOff();
      }
      return pass();
    });
    await expect(ended).rejects.toThrow("enough");
    const before = puts();
    const [{ documentID }] = sender.clinic.live as [DocumentView];
    // The list is sent beside it, and anew.
    const slots = [...sender.clinic.bucket.arrived.keys()];
    const arrived = slots.filter((slot) => slot.startsWith(documentID)).length;
    expect(arrived).toBeGreaterThan(0);
    const told: Progress[] = [];
    await run([fileOf("a.jpg", large)], { onProgress: (progress) => told.push(progress) });
    await expectWhole(large);
    // Six parts and the list.
    expect(puts() - before).toBe(6 - arrived + 1);
    expect(told[0]).toMatchObject({ phase: "matching", sentBytes: 0 });
    const resumed = told.find(({ phase }) => phase === "sealing");
    expect(resumed?.sentBytes).toBeGreaterThan(arrived * 8 * MIB);
    expect(told.at(-1)).toMatchObject({ phase: "sent" });
    expect(told.at(-1)?.sentBytes).toBe(told.at(-1)?.totalBytes);
  });

  it("before anything was sealed tells which submission it was, and is found again without its key", async () => {
    const opened: string[] = [];
    const onOpened = ({ submissionID }: { submissionID: string }) => opened.push(submissionID);
    await endAt(files, 4, true, { onOpened });
    expect(opened).toEqual([sender.clinic.submissionID]);
    const { submissionID } = sender.clinic;
    await run(files.toReversed(), { resume: { submissionID }, idempotencyKey: undefined });
    expect(names().filter((name) => name === "POST /api/intake/submissions")).toHaveLength(1);
    await expectWhole(bytes[1], bytes[0]);
  });

  it("is gone on with from renamed files in another order, of one size", async () => {
    const same = [picture(7000), picture(7000), picture(7000)] as const;
    const [a, b, c] = same;
    // All three were signed; the list was not declared.
    const stop = new AbortController();
    const ended = run(
      [fileOf("a", a), fileOf("b", b), fileOf("c", c)],
      { signal: stop.signal },
      (call, pass) => {
        if (call.index > 4 && call.name === "POST documents") stop.abort(new Error("gone"));
        return pass();
      },
    );
    await expect(ended).rejects.toThrow("gone");
    const before = sender.clinic.live.map(({ documentID }) => documentID);
    await run([fileOf("3", c), fileOf("1", a), fileOf("2", b)]);
    expect(sender.clinic.live.slice(0, 3).map(({ documentID }) => documentID)).toEqual(before);
    await expectWhole(c, a, b);
  });
});

describe("files that are not what they were", () => {
  const bytes = picture(17 * MIB);
  const file = fileOf("a.jpg", bytes);

  /** Ends after the first part has arrived, all being signed. */
  async function begin(): Promise<void> {
    const stop = new AbortController();
    const all = shutDoor();
    const signed: unknown[] = [];
    const ended = run([file], { signal: stop.signal }, async (call, pass) => {
      if (call.name === "POST parts") {
        const response = await pass();
        const { parts } = (await response.clone().json()) as { parts: unknown[] };
        signed.push(...parts);
        if (signed.length === 3) all.open();
        return response;
      }
      if (call.name !== "PUT object") return pass();
      await all.opened;
      await pass();
      stop.abort(new Error("ended"));
      return cutOff();
    });
    await expect(ended).rejects.toThrow("ended");
  }

  it.each([
    ["first", 0],
    ["last", 17 * MIB - 1],
  ])("are told before a byte of them is sent: the %s byte differs", async (_, offset) => {
    await begin();
    const before = [puts(), JSON.stringify(sender.clinic.live)];
    const changed = bytes.with(offset === 0 ? 100 : offset, (bytes[offset === 0 ? 100 : offset] ?? 0) ^ 1);
    const told = run([fileOf("a.jpg", changed)]);
    await expect(told).rejects.toThrow(ChangedFile);
    await expect(told).rejects.toMatchObject({ fileIndex: 0 });
    expect([puts(), JSON.stringify(sender.clinic.live)]).toEqual(before);
    await run([fileOf("a.jpg", changed)], { changed: "send-anew" });
    await expectWhole(changed);
  });

  it("are missed before anything is sent, by size, and given up only when that was said", async () => {
    await begin();
    const other = picture(3000);
    const before = puts();
    const missing = run([fileOf("b.jpg", other)]);
    await expect(missing).rejects.toThrow(MissingFiles);
    const [{ documentID } = { documentID: "" }] = sender.clinic.live;
    await expect(missing).rejects.toMatchObject({ missing: [{ documentID, sizeBytes: bytes.length }] });
    expect(puts()).toBe(before);
    await run([fileOf("b.jpg", other)], { leaveOut: "abandon" });
    await expectWhole(other);
  });

  it("may be more than there were", async () => {
    await begin();
    const more = picture(3000);
    expect((await run([fileOf("b.jpg", more), file])).documents).toHaveLength(2);
    await expectWhole(more, bytes);
  });

  it("may change as often as the run is begun again: each time what was begun is given up, and a new name is free", async () => {
    for (let runs = 0; runs < 8; runs += 1) {
      const stop = new AbortController();
      const ended = run(
        [fileOf("a.jpg", picture(5000))],
        { changed: "send-anew", signal: stop.signal },
        async (call, pass) => {
          if (call.name !== "PUT object") return pass();
          await pass();
          stop.abort(new Error("ended"));
          return cutOff();
        },
      );
      await expect(ended).rejects.toThrow("ended");
      // It came in and was looked at before the next run.
      for (const view of sender.clinic.live) if (view.kind === "document") view.state = "verified";
    }
    const last = picture(5000);
    await run([fileOf("a.jpg", last)], { changed: "send-anew" });
    await expectWhole(last);
  });

  it("take the place of a document that was put aside", async () => {
    await begin();
    const [view] = sender.clinic.live;
    view!.state = "quarantined";
    const again = picture(17 * MIB);
    expect((await run([fileOf("a.jpg", again)])).documents).toHaveLength(1);
    await expectWhole(again);
  });
});

describe("two runs of one submission", () => {
  const bytes = [picture(5000), picture(9 * MIB)] as const;
  const files = [fileOf("small.jpg", bytes[0]), fileOf("large.jpg", bytes[1])];

  it("that declare at the same moment go on with the same documents, and both have handed in", async () => {
    const doors = [shutDoor(), shutDoor()];
    const meet = (own: number): Keeper => {
      let isFirst = true;
      return async (call, pass) => {
        if (call.name === "POST documents" && isFirst) {
          isFirst = false;
          doors[own]!.open();
          await Promise.all(doors.map(({ opened }) => opened));
        }
        return pass();
      };
    };
    const first = run(files, {}, meet(0));
    // Whoever finds its list replaced waits; here until the other is done.
    const wait = () => first.then(() => undefined);
    await Promise.all([first, run(files, { wait }, meet(1))]);
    await expectWhole(...bytes);
    expect(sender.clinic.live).toHaveLength(3);
  });

  it("do not disturb each other when one comes while the other is half way", async () => {
    const door = shutDoor();
    const half = shutDoor();
    const first = run(files, {}, async (call, pass) => {
      if (call.name === "PUT object") {
        half.open();
        await door.opened;
      }
      return pass();
    });
    await half.opened;
    expect((await run(files)).documents).toHaveLength(2);
    door.open();
    await first;
    await expectWhole(...bytes);
  });
});
