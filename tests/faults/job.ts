import { submitPackage, type Opener, type SourceFile, type SubmittedPackage } from "@postern/client";
import { reviewRoutes, type SubmissionID } from "@postern/contract";
import { patienceOf, withRetry } from "../../packages/client/src/patience.ts";
import { claim, compareAll, findTask, openerOf } from "../../scripts/demo/receive.ts";
import { factsFor, statesOf, tinyFile } from "../support/sealed-package.ts";
import { until } from "../support/until.ts";
import type { SignedIn, World } from "../support/world.ts";
import { createDrain } from "./drain.ts";

/** Who does the job. */
export interface Crew {
  readonly world: World;
  readonly patient: SignedIn;
  readonly provider: SignedIn;
}

/** Someone of each kind, signed in before anything goes wrong: a code is good once, also when its answer is lost. */
export async function crewOf(world: World): Promise<Crew> {
  const patient = await world.signIn(world.people.patient);
  const provider = await world.signIn(world.people.provider);
  return { world, patient, provider };
}

/** On a machine that is busy with other things. */
const LONGEST_SECONDS = 90;

/** What is waited for by count and not by time: the faults strike calls, so the next try may be made at once. */
const AT_ONCE = patienceOf({ wait: () => new Promise((resolve) => setImmediate(resolve)) });

/** Small, middling and of two parts. */
export function filesOf(): readonly SourceFile[] {
  return [tinyFile("note.pdf"), largerFile("scan.pdf", 700_000), largerFile("study.pdf", 9 * 1024 ** 2)];
}

function largerFile(name: string, sizeBytes: number): SourceFile {
  const bytes = new Uint8Array(sizeBytes);
  for (let at = 0; at < sizeBytes; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, sizeBytes)));
  bytes.set(new TextEncoder().encode("%PDF-1.4\n"));
  return { name, sizeBytes, read: async (start, end) => bytes.slice(start, end) };
}

/** What a job has come to. */
export interface DoneJob {
  readonly submissionID: SubmissionID;
  readonly fileCount: number;
  readonly dead: number;
}

/**
 * The main job: a patient sends files, they are verified and routed, a provider claims the task, opens every file and
 * compares it byte by byte. Then whatever is still in the queues is worked off, with the faults over.
 *
 * @param end ends the faults
 * @throws Error when it cannot be brought to its end
 */
export async function doMainJob({ world, patient, provider }: Crew, end: () => void): Promise<DoneJob> {
  const files = filesOf();
  const drain = createDrain(world);
  try {
    const { submissionID } = await sent(world, patient, files);
    await until(
      `routing of ${submissionID}`,
      async () => {
        await drain.bringBack();
        const isOver = drain.isEmpty();
        if ((await statesOf(world, submissionID))["head"] === "routed") return true;
        if (isOver) throw new Error("It was submitted and is not routed, and no message is left that would.");
        return false;
      },
      LONGEST_SECONDS,
    );
    await opened(provider, submissionID, files);
    end();
    await drain.untilEmpty();
    return { submissionID, fileCount: files.length, dead: drain.dead() };
  } finally {
    end();
    drain.stop();
  }
}

/** As someone does whose page was left: again with the same key, until it is handed in. */
async function sent(
  world: World,
  patient: SignedIn,
  files: readonly SourceFile[],
): Promise<SubmittedPackage> {
  const facts = factsFor(world.clinics.riverside);
  const idempotencyKey = crypto.randomUUID();
  const { wait } = AT_ONCE;
  return again(() => submitPackage({ ...patient, facts, files, idempotencyKey, wait }));
}

async function opened(
  provider: SignedIn,
  submissionID: SubmissionID,
  files: readonly SourceFile[],
): Promise<void> {
  // An index may not show the task yet.
  const { task } = await again(() => findTask(provider, submissionID));
  const view = await again(() => claimed(provider, task));
  const opener: Opener = openerOf(provider);
  await again(() => compareAll(opener, view, files));
}

/** A claim whose answer was lost has made a new version, and is the provider's own. */
async function claimed(provider: SignedIn, task: Parameters<typeof claim>[1]) {
  const { api } = provider;
  const now = await withRetry(() => api.call(reviewRoutes.task, { taskID: task.taskID }), AT_ONCE);
  return now.version === task.version ? claim(provider, task) : now;
}

/** A person's own tries, after those of the client. */
const TRIES = 12;

async function again<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withRetry(act, AT_ONCE);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
