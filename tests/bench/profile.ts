import { CONTESTANTS, type ContestantName } from "./contest.ts";
import type { Crew } from "./crew.ts";
import type { Owners } from "./owners.ts";
import type { ThreadTimes } from "./processes.ts";

/** Where the time of one contestant goes; milliseconds of one run. */
export interface TimeProfile {
  readonly name: ContestantName;
  readonly wallMs: number;
  /** Of the processor, by thread. */
  readonly threads: ThreadTimes;
}

const PROFILED: readonly ContestantName[] = [
  "raw: 8 MiB encrypted, then hashed; 2 workers",
  "raw: 256 KiB encrypted, 8 MiB hashed; 2 workers",
  "raw: read 8 MiB",
  "Postern: read, seal, hash; 1 worker",
  "Postern: read, seal, hash; 2 workers",
];
/** The kernel counts in steps of 10 ms. */
const RUNS = 3;

/** Lets each that a goal speaks of run alone, and reads from the kernel which threads worked for it. */
export async function profileTimes(crew: Crew): Promise<readonly TimeProfile[]> {
  const profiles: TimeProfile[] = [];
  for (const name of PROFILED) {
    const [work, workers] = CONTESTANTS[name];
    await crew.run(work, workers);
    const before = await crew.threadTimes();
    let wallMs = 0;
    for (let run = 0; run < RUNS; run += 1) wallMs += await crew.run(work, workers);
    const after = await crew.threadTimes();
    const threads = Object.entries(after).map(
      ([thread, ms]) => [thread, (ms - (before[thread] ?? 0)) / RUNS] as const,
    );
    profiles.push({ name, wallMs: wallMs / RUNS, threads: Object.fromEntries(threads) });
  }
  return profiles;
}

/** Whose the memory is that sealing takes: bytes above what was held before, at the moment of the peak. */
export async function profileOwners(crew: Crew, workers: number): Promise<Owners | undefined> {
  const { owners } = crew;
  if (owners === undefined) return undefined;
  await crew.run("none", workers);
  const before = await owners();
  let [most, mostBytes] = [before, 0];
  let isOver = false;
  const work = crew.run("sealAndHash", workers).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const now = await owners();
    const bytes = await crew.memoryBytes();
    if (bytes > mostBytes) [most, mostBytes] = [now, bytes];
  }
  await work;
  return Object.fromEntries(Object.entries(most).map(([name, bytes]) => [name, bytes - (before[name] ?? 0)]));
}
