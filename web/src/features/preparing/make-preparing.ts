import { makeAsking, type Asking } from "../../lib/asking.ts";
import { createPreparingWorker, type PreparingWorker } from "./create-worker.ts";
import type { Group, Prepared, Preparing } from "./prepare.ts";
import type { FoundGroup, PreparingAnswer, PreparingRequest } from "./protocol.ts";

/** Code that has not come by then, over the slowest line, does not come: the next file asks for it anew. */
const MAX_CODE_MS = 180_000;
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
  const worker = makeRestarting(createWorker);
  let last: Promise<unknown> = Promise.resolve();

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

function makeRestarting(createWorker: () => PreparingWorker) {
  let asking: Asking<PreparingRequest, PreparingAnswer> | undefined;

  function end(): void {
    asking?.stop();
    asking = undefined;
  }

  /** @returns the last answer before the worker failed, or none. Rejects with the signal's reason alone */
  async function ask(asked: Asked, signal: AbortSignal): Promise<PreparingAnswer | undefined> {
    signal.throwIfAborted();
    const present = (asking ??= makeAsking(createWorker(), () => new Error("the worker broke")));
    let best: PreparingAnswer | undefined;
    let watch: ReturnType<typeof setTimeout> | undefined;
    function allow(ms: number): void {
      clearTimeout(watch);
      watch = setTimeout(() => present.end(new Error("too slow")), ms);
    }
    function isLast(answer: PreparingAnswer): boolean {
      if (answer.type === "begun") allow(MAX_FILE_MS);
      if (answer.type === "cleaned") best = answer;
      return answer.type !== "begun" && answer.type !== "cleaned";
    }
    const giveUp = () => present.end(new Error("given up"));
    signal.addEventListener("abort", giveUp, { once: true });
    allow(MAX_CODE_MS);
    try {
      const request = (id: number) => ({ ...asked, id }) as PreparingRequest;
      const answer = await present.ask({ request, isLast });
      if (answer.type === "failed") throw new Error("the worker gave up");
      if (holdsMuch(answer)) end();
      return answer;
    } catch {
      end();
      signal.throwIfAborted();
      return best;
    } finally {
      clearTimeout(watch);
      signal.removeEventListener("abort", giveUp);
    }
  }
  return { ask, end };
}
