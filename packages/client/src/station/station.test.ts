import { createHash } from "node:crypto";
import { importDataKey, openBytes } from "@postern/envelope";
import { afterEach, describe, expect, it } from "vitest";
import type { ClinicID, SignedPart, SubmissionID } from "@postern/contract";
import type { OpenedRelease } from "../device/index.ts";
import { fromBlob, type SourceFile } from "../file.ts";
import { connectStation, createStation, serveStation, type PartJob, type Station } from "./index.ts";

const MIB = 1024 * 1024;
const context = { clinic: "cli_1" as ClinicID, submission: "sub_1" as SubmissionID };
const signed: SignedPart = {
  partNumber: 1,
  url: "http://store.test/o",
  headers: { host: "x" },
  expiresAt: "",
};

function bytesOf(sizeBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sizeBytes).map((_, index) => (index * 31 + (index >> 12)) & 255);
}

/** A store that keeps what it is sent until it is let go, and what came. */
function storeOf(status = 200) {
  const bodies: Uint8Array[] = [];
  const send: typeof fetch = async (_, init) => {
    init?.signal?.throwIfAborted();
    bodies.push(Uint8Array.from(init?.body as Uint8Array));
    return new Response(null, { status, headers: { "retry-after": "3" } });
  };
  return { bodies, fetch: send };
}

const stations: Station[] = [];
afterEach(() => {
  for (const station of stations.splice(0)) station.close();
});

/** A station in this thread, and one behind a port. */
const KINDS = {
  "in this thread": (send: typeof fetch, slots?: number) => createStation({ fetch: send, slots }),
  "behind a port": (send: typeof fetch, slots?: number) => {
    const { port1, port2 } = new MessageChannel();
    serveStation(port2, createStation({ fetch: send, slots }));
    return connectStation(port1, { slots });
  },
} as const;

const SOURCES = {
  "the browser's file": (bytes: Uint8Array<ArrayBuffer>) => fromBlob(new File([bytes], "a")),
  "a file that is read": (bytes: Uint8Array<ArrayBuffer>): SourceFile => ({
    name: "a",
    sizeBytes: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
  }),
  "a view of more memory": (bytes: Uint8Array<ArrayBuffer>): SourceFile => ({
    name: "a",
    sizeBytes: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
  }),
} as const;

const dataKeyBytes = () => new Uint8Array(32).fill(5);
async function keyOf(): Promise<OpenedRelease> {
  const dataKey = await importDataKey(dataKeyBytes());
  return { dataKey, wrappedKey: new Uint8Array(184).fill(1), keyARN: "arn:aws:kms:x", context };
}
const messageID = Buffer.alloc(32, 9).toString("base64");

it("tells across a port how much of a part has left, until nobody waits for it any more", async () => {
  const { port1, port2 } = new MessageChannel();
  const told: number[] = [];
  let sent: (sentBytes: number) => void = () => undefined;
  let answer: () => void = () => undefined;
  const far: Station = {
    ...createStation(),
    put: (_ref, _signed, _signal, onSent) =>
      new Promise((resolve) => {
        sent = (sentBytes) => onSent?.(sentBytes);
        answer = () => resolve({ status: 200 });
        sent(5);
      }),
  };
  serveStation(port2, far);
  const station = connectStation(port1);
  stations.push(station, far);
  const stop = new AbortController();
  const first = new Promise<void>((resolve) => {
    const onSent = (sentBytes: number) => {
      told.push(sentBytes);
      resolve();
    };
    station.put(1, signed, stop.signal, onSent).catch(() => undefined);
  });
  await first;
  stop.abort();
  sent(6);
  answer();
  // Goes the same way, and so comes later.
  const second = station.put(2, signed, undefined, (sentBytes) => told.push(sentBytes * 10));
  while (told.length < 2) await new Promise((resolve) => setImmediate(resolve));
  answer();
  expect(await second).toEqual({ status: 200 });
  expect(told).toEqual([5, 50]);
});

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])("a station %s", (kind) => {
  function open(send: typeof fetch = storeOf().fetch, slots?: number): Station {
    const station = KINDS[kind](send, slots);
    stations.push(station);
    return station;
  }

  async function jobs(file: SourceFile): Promise<(partNumber: number) => PartJob> {
    const key = await keyOf();
    return (partNumber) => ({ key, messageID, file, partNumber });
  }

  it.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])(
    "seals and puts %s, in any order",
    async (from) => {
      const bytes = bytesOf(17 * MIB + 5);
      const store = storeOf();
      const station = open(store.fetch);
      const job = await jobs(SOURCES[from](bytes));
      const parts = await Promise.all([3, 1, 2].map((number) => station.seal(job(number))));
      const inOrder = parts.toSorted((a, b) => a.partNumber - b.partNumber);
      for (const { ref } of inOrder) {
        expect(await station.put(ref, signed)).toMatchObject({ status: 200, retryAfterSeconds: 3 });
      }
      const digests = store.bodies.map((body) => createHash("sha256").update(body).digest("base64"));
      expect(inOrder.map(({ sha256 }) => sha256)).toEqual(digests);
      expect(inOrder.map(({ sizeBytes }) => sizeBytes)).toEqual(store.bodies.map(({ length }) => length));
      const dataKey = await importDataKey(dataKeyBytes());
      const opened = await openBytes(
        { dataKey, expected: { context } },
        new Uint8Array(Buffer.concat(store.bodies)),
      );
      expect(Buffer.compare(opened, bytes)).toBe(0);
    },
  );

  it("holds no more parts than it has slots, and goes on as they are dropped", async () => {
    const station = open(undefined, 2);
    const job = await jobs(SOURCES["a file that is read"](bytesOf(25 * MIB)));
    const first = await Promise.all([station.seal(job(1)), station.seal(job(2))]);
    let isThird = false;
    const third = station.seal(job(3)).then((part) => {
      isThird = true;
      return part;
    });
    // A put goes through the same port and queue, later than the third seal.
    await station.put(first[0].ref, signed);
    expect(isThird).toBe(false);
    station.drop(first[0].ref);
    expect((await third).partNumber).toBe(3);
  });

  it("gives the same memory out again, and never while it is held", async () => {
    const store = storeOf();
    const station = open(store.fetch, 2);
    const job = await jobs(SOURCES["the browser's file"](bytesOf(33 * MIB)));
    const kept = await station.seal(job(1));
    for (const number of [2, 3, 4]) station.drop((await station.seal(job(number))).ref);
    await station.put(kept.ref, signed);
    expect(createHash("sha256").update(store.bodies[0]!).digest("base64")).toBe(kept.sha256);
  });

  it("tells of a file that cannot be read or has become shorter, and frees the slot", async () => {
    const station = open(undefined, 1);
    const bytes = bytesOf(1000);
    const gone: SourceFile = {
      name: "a",
      sizeBytes: 1000,
      read: () => Promise.reject(new DOMException("gone", "NotReadableError")),
    };
    const short: SourceFile = { ...gone, read: async () => bytes.slice(0, 999) };
    await expect(station.seal((await jobs(gone))(1))).rejects.toMatchObject({ name: "NotReadableError" });
    await expect(station.seal((await jobs(short))(1))).rejects.toThrow(RangeError);
    expect(await station.seal((await jobs(SOURCES["the browser's file"](bytes)))(1))).toMatchObject({
      partNumber: 1,
    });
  });

  it("ends what waits and what is under way with the signal's reason, and frees the slot", async () => {
    const station = open(undefined, 1);
    const job = await jobs(SOURCES["the browser's file"](bytesOf(9 * MIB)));
    const reason = new Error("enough");
    const stop = new AbortController();
    const held = await station.seal(job(1));
    const waiting = station.seal(job(2), stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(station.seal(job(2), stop.signal)).rejects.toBe(reason);
    await expect(station.put(held.ref, signed, stop.signal)).rejects.toBe(reason);
    station.drop(held.ref);
    const again = new AbortController();
    const making = station.seal(job(2), again.signal);
    again.abort(reason);
    await expect(making).rejects.toBe(reason);
    expect(await station.seal(job(2))).toMatchObject({ partNumber: 2 });
  });

  it("has an answer of status 0 where there was none, and knows nothing of what was dropped", async () => {
    const station = open(() => Promise.reject(new TypeError("fetch failed")));
    const job = await jobs(SOURCES["the browser's file"](bytesOf(1000)));
    const { ref } = await station.seal(job(1));
    expect(await station.put(ref, signed)).toMatchObject({ status: 0 });
    station.drop(ref);
    station.drop(ref);
    await expect(station.put(ref, signed)).rejects.toThrow(RangeError);
  });

  it("ends everything when it is closed", async () => {
    const station = open(undefined, 1);
    const job = await jobs(SOURCES["the browser's file"](bytesOf(1000)));
    await station.seal(job(1));
    const waiting = station.seal(job(1));
    // Heard before the close: both go the same way.
    station.close();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("the browser's file that has changed", () => {
  /** Says that it has 1000 bytes; a read of it ends after ten. */
  function changedFile(failure?: Error): SourceFile {
    const rest = [bytesOf(10)];
    const stream = () =>
      new ReadableStream({
        type: "bytes",
        pull(controller) {
          const chunk = rest.shift();
          if (chunk !== undefined) return controller.enqueue(chunk);
          if (failure !== undefined) return controller.error(failure);
          controller.close();
          controller.byobRequest?.respond(0);
        },
      });
    const slice = Object.assign(new Blob(), { stream });
    return fromBlob(Object.assign(new File([bytesOf(1000)], "a"), { slice: () => slice }));
  }

  it.each([
    ["cannot be read any more", new DOMException("gone", "NotReadableError"), { name: "NotReadableError" }],
    ["has become shorter", undefined, { name: "RangeError" }],
  ])("and %s is told of, half-way through a part too", async (_what, failure, told) => {
    const station = createStation({ fetch: storeOf().fetch });
    stations.push(station);
    const job = { key: await keyOf(), messageID, file: changedFile(failure), partNumber: 1 };
    await expect(station.seal(job)).rejects.toMatchObject(told);
  });
});
