import { join } from "node:path";
import { openFile } from "@postern/cli/node-file";
import type { SourceFile } from "@postern/client";
import { intakeRoutes } from "@postern/contract";
import { writeFile } from "node:fs/promises";
import { medianOf } from "../../../tests/bench/rounds.ts";
import { until } from "../../../tests/support/until.ts";
import { startDemoCloud, type DemoCloudOptions } from "../../demo-cloud.ts";
import { samplePicture } from "../../demo/sample-files.ts";
import { send } from "../../demo/send.ts";
import { createCodeBook, signIn } from "../../demo/sign-in.ts";

/** From handing one photo to the client until the submission is routed. */
export interface UploadFigure {
  readonly on: "memory" | "directory";
  readonly fileBytes: number;
  readonly runs: number;
  readonly medianMs: number;
  readonly bestMs: number;
}

/** A cloud with a patient signed in, to whom uploads are done one by one. */
interface Contestant {
  readonly on: UploadFigure["on"];
  readonly times: number[];
  upload(file: SourceFile): Promise<void>;
  close(): Promise<void>;
}

/** What a process does for the first times takes longer. */
const WARM_UPS = 3;

/**
 * Times uploads to a cloud in memory and to one on a directory, in turn: what is done later finds a warmer process.
 *
 * @param directory empty
 */
export async function timeUploads(
  runs: number,
  scratch: string,
  directory: string,
): Promise<readonly UploadFigure[]> {
  const path = join(scratch, "photo.png");
  await writeFile(path, samplePicture(480, 360));
  const file = await openFile(path);
  const contestants: Contestant[] = [];
  try {
    contestants.push(await openCloud("memory", {}));
    contestants.push(await openCloud("directory", { directory: { path: directory } }));
    for (let run = 0; run < WARM_UPS + runs; run += 1)
      for (const { upload, times } of contestants) {
        const begunMs = performance.now();
        await upload(file);
        if (run >= WARM_UPS) times.push(performance.now() - begunMs);
      }
    return contestants.map(({ on, times }) => ({
      on,
      fileBytes: file.sizeBytes,
      runs,
      medianMs: Math.round(medianOf(times)),
      bestMs: Math.round(Math.min(...times)),
    }));
  } finally {
    for (const contestant of contestants) await contestant.close();
    await file.close();
  }
}

async function openCloud(on: UploadFigure["on"], options: DemoCloudOptions): Promise<Contestant> {
  const world = await startDemoCloud(options);
  const { people, clinics } = world;
  const patient = await signIn(world.origin, people.patient, createCodeBook()(people.patient));
  const locationID = clinics.riverside.locations["main"];
  if (locationID === undefined) throw new Error("The demonstration has no main.");
  const facts = { kind: "images", locationID, service: "dermatology", urgency: "routine" } as const;
  return {
    on,
    times: [],
    async upload(file) {
      const { submissionID } = await send(patient, facts, [file]);
      await until("routed", async () => {
        const { state } = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
        return state === "routed";
      });
    },
    close: () => world.close(),
  };
}
