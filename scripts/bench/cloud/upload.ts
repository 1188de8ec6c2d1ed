import { join } from "node:path";
import { openFile } from "@postern/cli/node-file";
import { intakeRoutes } from "@postern/contract";
import { writeFile } from "node:fs/promises";
import { medianOf } from "../../../tests/bench/rounds.ts";
import { until } from "../../../tests/support/until.ts";
import { startDemoCloud } from "../../demo-cloud.ts";
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

/** @param directory empty, or undefined for a cloud in memory */
export async function timeUploads(
  runs: number,
  scratch: string,
  directory: string | undefined,
): Promise<UploadFigure> {
  const path = join(scratch, "photo.png");
  await writeFile(path, samplePicture(480, 360));
  const file = await openFile(path);
  const world = await startDemoCloud(directory === undefined ? {} : { directory: { path: directory } });
  try {
    const { people, clinics } = world;
    const patient = await signIn(world.origin, people.patient, createCodeBook()(people.patient));
    const locationID = clinics.riverside.locations["main"];
    if (locationID === undefined) throw new Error("The demonstration has no main.");
    const facts = { kind: "images", locationID, service: "dermatology", urgency: "routine" } as const;
    const times: number[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const begunMs = performance.now();
      const { submissionID } = await send(patient, facts, [file]);
      await until("routed", async () => {
        const { state } = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
        return state === "routed";
      });
      if (run > 0) times.push(performance.now() - begunMs);
    }
    return {
      on: directory === undefined ? "memory" : "directory",
      fileBytes: file.sizeBytes,
      runs,
      medianMs: Math.round(medianOf(times)),
      bestMs: Math.round(Math.min(...times)),
    };
  } finally {
    await world.close();
    await file.close();
  }
}
