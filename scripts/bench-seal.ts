import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleBench } from "../tests/bench/bundle.ts";
import { contest } from "../tests/bench/contest.ts";
import { browserCrew, nodeCrew, type Crew } from "../tests/bench/crew.ts";
import { peakAbove } from "../tests/bench/peak.ts";
import { profileOwners, profileTimes } from "../tests/bench/profile.ts";
import { writeSample } from "../tests/bench/sample.ts";
import { competeUploads } from "../tests/bench/upload.ts";
import { machine, stamp } from "./bench/conditions.ts";
import { installPeers } from "./bench/install-peers.ts";
import { keepEvidence } from "./bench/page.ts";
import {
  sealSection,
  type MemoryFigure,
  type SealEvidence,
  type SpeedFigures,
  type UploadFigures,
} from "./bench/seal-page.ts";
import type { OwnerFigures, ProfileFigures } from "./bench/seal-profile.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    /** MiB of the file that all compete on. */
    size: { type: "string", default: "64" },
    /** MiB of those whose memory is watched. */
    memory: { type: "string", default: "64,512,2048" },
    uploads: { type: "string", default: "5" },
    /** MiB of the file that is sent. */
    "upload-size": { type: "string", default: "256" },
    /** Shows the figures and keeps nothing. */
    "dry-run": { type: "boolean", default: false },
  },
});
const ROUNDS = Number(values.rounds);
const SIZE_MIB = Number(values.size);
const UPLOAD_ROUNDS = Number(values.uploads);
const UPLOAD_MIB = Number(values["upload-size"]);
/** In Mbit/s: as fast as this machine speaks to itself, and as a good line of a practice. */
const LINES = [undefined, 200] as const;
const MEMORY_MIB = values.memory.split(",").map(Number);

type Platform = (bundle: string, path: string) => Promise<Crew>;

const PLATFORMS: readonly Platform[] = [
  browserCrew,
  (bundle, path) => Promise.resolve(nodeCrew(bundle, path)),
];

async function speedOn(platform: Platform, bundle: string, path: string): Promise<SpeedFigures> {
  const crew = await platform(bundle, path);
  try {
    return { runtime: crew.runtime, sizeMiB: SIZE_MIB, ...(await contest(crew, ROUNDS)) };
  } finally {
    await crew.close();
  }
}

/** In a new process each time: what an earlier run has left would be counted as the baseline. */
async function memoryOn(
  platform: Platform,
  bundle: string,
  { path, sizeMiB, workers }: { readonly path: string; readonly sizeMiB: number; readonly workers: number },
): Promise<MemoryFigure> {
  const crew = await platform(bundle, path);
  try {
    await crew.run("none", workers);
    const measured = await peakAbove(crew.memoryBytes, () => crew.run("sealAndHash", workers));
    return { runtime: crew.runtime, sizeMiB, workers, ...measured };
  } finally {
    await crew.close();
  }
}

async function profileOn(platform: Platform, bundle: string, path: string): Promise<ProfileFigures> {
  const crew = await platform(bundle, path);
  try {
    const times = await profileTimes(crew);
    return { runtime: crew.runtime, sizeMiB: SIZE_MIB, processors: cpus().length, times };
  } finally {
    await crew.close();
  }
}

/** Apart from the figures of memory: whoever asks the browser for its account takes memory for it. */
async function ownersOn(
  bundle: string,
  { path, sizeMiB, workers }: { readonly path: string; readonly sizeMiB: number; readonly workers: number },
): Promise<readonly OwnerFigures[]> {
  const crew = await browserCrew(bundle, path);
  try {
    const owners = await profileOwners(crew, workers);
    return owners === undefined ? [] : [{ runtime: crew.runtime, sizeMiB, workers, owners }];
  } finally {
    await crew.close();
  }
}

async function measure(directory: string): Promise<SealEvidence> {
  const bundle = join(directory, "bundle");
  await bundleBench(bundle, await installPeers());
  const stamped = await stamp(["packages/client", "packages/envelope", "tests/bench"]);
  const conditions = machine();
  const path = await writeSample(directory, SIZE_MIB);
  const sent = await writeSample(directory, UPLOAD_MIB);
  const speed: SpeedFigures[] = [];
  for (const platform of PLATFORMS) speed.push(await speedOn(platform, bundle, path));
  const profiles: ProfileFigures[] = [];
  for (const platform of PLATFORMS) profiles.push(await profileOn(platform, bundle, path));
  const uploads: UploadFigures[] = [];
  for (const megabitsPerSecond of UPLOAD_ROUNDS > 0 ? LINES : []) {
    const bytesPerSecond = megabitsPerSecond === undefined ? undefined : (megabitsPerSecond * 1e6) / 8;
    const outcomes = await competeUploads(bundle, sent, { rounds: UPLOAD_ROUNDS, bytesPerSecond });
    uploads.push({
      sizeMiB: UPLOAD_MIB,
      ...(megabitsPerSecond === undefined ? {} : { megabitsPerSecond }),
      outcomes,
    });
  }
  const memory: MemoryFigure[] = [];
  const owners: OwnerFigures[] = [];
  for (const sizeMiB of MEMORY_MIB) {
    const large = await writeSample(directory, sizeMiB);
    for (const platform of PLATFORMS) {
      for (const workers of [1, 2]) {
        memory.push(await memoryOn(platform, bundle, { path: large, sizeMiB, workers }));
      }
    }
    for (const workers of [1, 2]) {
      owners.push(...(await ownersOn(bundle, { path: large, sizeMiB, workers })));
    }
    if (large !== path && large !== sent) await rm(large);
  }
  return {
    ...stamped,
    conditions: { ...conditions, rounds: ROUNDS, "rounds of uploads": UPLOAD_ROUNDS },
    speed,
    memory,
    uploads,
    profiles,
    owners,
  };
}

const directory = await mkdtemp(join(tmpdir(), "postern-bench-"));
try {
  const evidence = await measure(directory);
  if (!values["dry-run"]) await keepEvidence("seal", evidence);
  console.log(sealSection(evidence));
} finally {
  await rm(directory, { recursive: true, force: true });
}
