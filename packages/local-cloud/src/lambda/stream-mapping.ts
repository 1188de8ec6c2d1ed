import type { AdmittedStream } from "../dynamodb/stream-source.ts";
import type { StreamRecord } from "../dynamodb/stream.ts";
import type { StreamMappingOptions } from "../options.ts";
import type { Shelf } from "../state/state.ts";

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-params.html
const defaultBatchSize = 100;
const maxEventBytes = 6 * 1024 * 1024;
/** What fails is tried again after twice the time, up to the longest. */
const [shortestPauseMs, longestPauseMs] = [50, 5000];

export interface StreamMapping extends Omit<StreamMappingOptions, "table"> {
  readonly stream: AdmittedStream;
  /** How far each shard has been handled: the last sequence number, by shard. */
  readonly positions: Shelf<string>;
  /** Rejects when the function failed, timed out or was killed. */
  readonly invoke: (event: object) => Promise<unknown>;
}

type Records = readonly StreamRecord[];

/**
 * Feeds a stream to a function from the oldest record on, shard by shard and each shard in order, until it is stopped: an
 * event source mapping with `TRIM_HORIZON` and `ReportBatchItemFailures`. Where a batch fails it goes no further before
 * that is handled, given up after `maximumRetryAttempts`, or a day old. Each record comes at least once: a position is
 * kept when the function has answered. `stop` waits for the batches that are under way.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function startStreamMapping(options: StreamMapping): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const shards = Promise.all(
    options.stream.shardIDs.map((shardID) => follow(options, shardID, stopping.signal)),
  );
  return {
    async stop() {
      stopping.abort();
      await shards;
    },
  };
}

async function follow(options: StreamMapping, shardID: string, signal: AbortSignal): Promise<void> {
  const { stream, positions, batchSize = defaultBatchSize } = options;
  const bell = createBell(stream, signal);
  let position = positions.found.get(shardID);
  const handled = (record: StreamRecord) => {
    position = record.dynamodb.SequenceNumber;
    positions.put(shardID, position);
  };
  while (!signal.aborted) {
    // Before the look, so that nothing comes unheard between it and the waiting.
    const rung = bell.next();
    const records = await stream.poll(shardID, position, batchSize);
    if (records.length === 0) await rung;
    for (const batch of batchesOf(records)) await work(options, batch, handled, signal);
  }
  bell.close();
}

/** Handles a batch to its end, or until the signal. */
async function work(
  options: StreamMapping,
  batch: Records,
  handled: (record: StreamRecord) => void,
  signal: AbortSignal,
): Promise<void> {
  const { bisects = false, maximumRetryAttempts = -1, stream } = options;
  let rest = batch;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const done = await handle(options, rest);
    const last = rest[done - 1];
    if (last) handled(last);
    rest = rest.slice(done).filter((record) => !stream.isTrimmed(record));
    if (rest.length === 0) return;
    if (bisects && done === 0 && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      for (const half of [rest.slice(0, middle), rest.slice(middle)])
        await work(options, half, handled, signal);
      return;
    }
    const end = rest.at(-1);
    if (maximumRetryAttempts >= 0 && attempt >= maximumRetryAttempts && end) return handled(end);
    await pause(Math.min(shortestPauseMs * 2 ** attempt, longestPauseMs), signal);
  }
}

/** How many records, from the first on, are done with. */
async function handle({ invoke }: StreamMapping, records: Records): Promise<number> {
  try {
    return firstFailure(await invoke({ Records: records }), records);
  } catch {
    return 0;
  }
}

/** Of several failures the first in the stream counts; an answer that names no record of the batch fails all of it. */
function firstFailure(answer: unknown, records: Records): number {
  const failures =
    typeof answer === "object" && answer !== null && "batchItemFailures" in answer
      ? answer.batchItemFailures
      : null;
  if (failures === null) return records.length;
  if (!Array.isArray(failures)) return 0;
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const places = failures.map((failure: { itemIdentifier?: unknown }) =>
    numbers.indexOf(String(failure?.itemIdentifier)),
  );
  return Math.max(0, Math.min(records.length, ...places));
}

/** Cuts what is longer than an event may be. */
function batchesOf(records: Records): readonly Records[] {
  const batches: StreamRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const more = Buffer.byteLength(JSON.stringify(record));
    bytes += more;
    if (bytes > maxEventBytes) {
      batches.push([]);
      bytes = more;
    }
    batches.at(-1)?.push(record);
  }
  return batches;
}

/** Tells of the next commit, or of the end. */
function createBell({ listen }: AdmittedStream, signal: AbortSignal) {
  let ring = () => {};
  const hear = () => ring();
  const stopListening = listen(hear);
  signal.addEventListener("abort", hear);
  return {
    next: () => new Promise<void>((resolve) => (ring = resolve)),
    close() {
      stopListening();
      signal.removeEventListener("abort", hear);
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
