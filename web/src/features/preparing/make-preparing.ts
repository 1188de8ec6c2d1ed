import { createPreparingWorker, type PreparingWorker } from "./create-worker.ts";
import type { Group, Prepared, Preparing } from "./prepare.ts";
import type { FoundGroup, PreparingAnswer, PreparingRequest } from "./protocol.ts";

/** A file that needs longer to be read is sent as far as it came, or not at all. */
const MAX_FILE_MS = 30_000;

export interface PreparingOptions {
  /** Left out but in tests. */
  readonly createWorker?: () => PreparingWorker;
  /** Pictures go as they are, with place and device: for clinics that need the original. */
  readonly keepsOriginal?: boolean;
}

type Asked = PreparingRequest extends infer Request
  ? Request extends PreparingRequest
    ? Omit<Request, "id">
    : never
  : never;

/** Asks the worker for one thing at a time; it is started when it is first needed, and again when it had to be ended. */
export function makePreparing({
  createWorker = createPreparingWorker,
  keepsOriginal = false,
}: PreparingOptions): Preparing {
  const worker = makeAsking(createWorker);
  let last: Promise<unknown> = Promise.resolve();

  /** @returns the last answer before the worker failed, or none */
  function inTurn(asked: Asked, signal: AbortSignal): Promise<PreparingAnswer | undefined> {
    const answer = last.then(() => worker.ask(asked, signal));
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    async prepare(file, signal) {
      const answer = await inTurn({ type: "prepare", file, keepsOriginal }, signal);
      return answer?.type === "prepared" || answer?.type === "cleaned" ? answer.prepared : UNREADABLE;
    },
    async joinPhotos(files, signal) {
      const answer = await inTurn({ type: "join", files }, signal);
      return answer?.type === "joined" ? answer.file : undefined;
    },
    async asStudies(files, signal) {
      const answer = await inTurn({ type: "group", files }, signal);
      const groups = answer?.type === "grouped" ? answer.groups : undefined;
      return groups?.map((group) => groupOf(group, files)) ?? files.map((file) => ({ kind: "file", file }));
    },
    stop: worker.end,
  };
}

const UNREADABLE: Prepared = { changes: [], advice: [], problem: "unreadable", sha256: "" };

function groupOf(group: FoundGroup, files: readonly File[]): Group {
  const at = (index: number) => files.slice(index, index + 1);
  if (group.kind === "study") return { ...group, files: group.files.flatMap(at) };
  const [file] = at(group.file);
  if (file === undefined) throw new RangeError("a group without its file");
  return { kind: "file", file };
}

/** The libraries for PDF and HEIC keep what they have read: a new worker is cheaper than all of it at once. */
function holdsMuch(answer: PreparingAnswer): boolean {
  if (answer.type !== "prepared") return answer.type === "joined";
  const { mediaType, changes } = answer.prepared;
  return mediaType === "application/pdf" || changes.includes("converted");
}

function makeAsking(createWorker: () => PreparingWorker) {
  let worker: PreparingWorker | undefined;
  let lastID = 0;

  function end(): void {
    worker?.terminate();
    worker = undefined;
  }

  function ask(asked: Asked, signal: AbortSignal): Promise<PreparingAnswer | undefined> {
    signal.throwIfAborted();
    lastID += 1;
    const id = lastID;
    worker ??= createWorker();
    const asking = worker;
    return new Promise((resolve, reject) => {
      let best: PreparingAnswer | undefined;
      let watch: ReturnType<typeof setTimeout> | undefined;
      const done = (): void => {
        clearTimeout(watch);
        signal.removeEventListener("abort", giveUp);
      };
      const fail = (): void => {
        done();
        end();
        resolve(best);
      };
      const giveUp = (): void => {
        done();
        end();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      asking.onerror = fail;
      asking.onmessage = ({ data }) => {
        if (data.id !== id) return;
        if (data.type === "begun") watch = setTimeout(fail, MAX_FILE_MS);
        else if (data.type === "cleaned") best = data;
        else if (data.type === "failed") fail();
        else {
          done();
          if (holdsMuch(data)) end();
          resolve(data);
        }
      };
      asking.postMessage({ ...asked, id } as PreparingRequest);
    });
  }
  return { ask, end };
}
