import { checkFile, fromBlob } from "@postern/client";
import { LIMITS, type DocumentKind } from "@postern/contract";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { UploadEvent } from "./machine.ts";
import type { Answering, Earlier, Learned, NewPackage, SendAnswer, SendRequest } from "./protocol.ts";

/** The part of a Worker that is needed here. */
export interface SendingWorker {
  postMessage(request: SendRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<SendAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface UploadOptions {
  readonly createWorker: () => SendingWorker;
  readonly send: (event: UploadEvent) => void;
  readonly createKey: () => string;
}

/** What the person has decided besides the files. */
export interface Letter extends WorkerStart {
  readonly content: NewPackage | Answering;
  /** In the order of the files, what each is; left out where nobody was asked. */
  readonly kinds?: readonly (DocumentKind | undefined)[] | undefined;
}

/** Holds the files and the worker of one sending. */
export interface Upload {
  /** A file that is there already is told of, and not taken again. @returns the keys of the new ones, in their order */
  add(files: readonly File[]): readonly string[];
  remove(key: string): void;
  /** Begins, or tries again under the same idempotency key. */
  start(letter: Letter): void;
  /** Gives up what has failed: the next start is another submission. */
  reopen(): void;
  stop(): void;
}

/** Makes a sending. Files are checked one after the other by their first bytes, before anything is sent. */
export function makeUpload({ createWorker, send, createKey }: UploadOptions): Upload {
  const files = new Map<string, File>();
  let idempotencyKey = createKey();
  let worker: SendingWorker | undefined;
  let earlier: Earlier = { standIns: new Map(), isRepeat: false };

  function learn(learned: Learned): void {
    if (learned.type === "list-opened") earlier = { ...earlier, manifest: learned.manifest };
    else {
      const standIns = new Map(earlier.standIns).set(learned.documentID, learned.standInID);
      earlier = { ...earlier, standIns };
    }
  }

  async function check(key: string, file: File): Promise<void> {
    const isOver = [...files.keys()].indexOf(key) >= LIMITS.documentsPerSubmission;
    const result = isOver ? ({ ok: false, reason: "too-many" } as const) : await checkFile(fromBlob(file));
    send({ type: "checked", key, result });
  }

  function stop(): void {
    worker?.terminate();
    worker = undefined;
  }

  return {
    add(added) {
      const { fresh, repeated } = sift(added, [...files.values()]);
      const entries = fresh.map((file) => ({ key: createKey(), file }));
      for (const { key, file } of entries) files.set(key, file);
      earlier = { ...earlier, isRepeat: false };
      const rows = entries.map(({ key, file }) => ({ key, name: file.name, sizeBytes: file.size }));
      send({ type: "added", files: rows, repeated });
      void entries.reduce((before, { key, file }) => before.then(() => check(key, file)), Promise.resolve());
      return entries.map(({ key }) => key);
    },
    remove(key) {
      files.delete(key);
      earlier = { ...earlier, isRepeat: false };
      send({ type: "removed", key });
    },
    start(letter) {
      stop();
      const sending = createWorker();
      worker = sending;
      send({ type: "started" });
      sending.onmessage = ({ data }) => {
        if (data.type === "list-opened" || data.type === "stood-in") {
          learn(data);
          return;
        }
        send(data);
        if (data.type === "handed-in" || data.type === "failed") stop();
      };
      sending.onerror = () => {
        send({ type: "failed", trouble: { kind: "page", code: "worker" } });
        stop();
      };
      sending.postMessage({ ...letter, files: [...files.values()], idempotencyKey, earlier });
      earlier = { ...earlier, isRepeat: true };
    },
    reopen() {
      stop();
      idempotencyKey = createKey();
      earlier = { ...earlier, isRepeat: false };
      send({ type: "reopened" });
    },
    stop,
  };
}

/** Parts files into those that are new, and the names of those that are there already. */
function sift(added: readonly File[], present: readonly File[]) {
  const fresh: File[] = [];
  const repeated: string[] = [];
  for (const file of added) {
    if ([...present, ...fresh].some((other) => isSameFile(file, other))) repeated.push(file.name);
    else fresh.push(file);
  }
  return { fresh, repeated };
}

/** As far as can be told without reading them. */
function isSameFile(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}
