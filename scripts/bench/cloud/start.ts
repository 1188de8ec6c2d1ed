import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { medianOf } from "../../../tests/bench/rounds.ts";
import { cachedFunctions, cachedPortal } from "../../build-cache.ts";
import { startDemoCloud } from "../../demo-cloud.ts";
import { clientsOf, localNames, startStopped } from "../../restore/clouds.ts";
import { fillQuickly } from "../../restore/fill.ts";
import { scanTable } from "../../restore/scan.ts";
import { sealedDocument } from "../../restore/sealed-document.ts";
import { multiply } from "./multiply.ts";

/** Starts on a directory that holds so much. */
export interface StartFigure {
  readonly documents: number;
  readonly rows: number;
  readonly directoryBytes: number;
  readonly runs: number;
  /** Until the portal's API answers, in a process that has loaded its code. */
  readonly medianMs: number;
  /** The same from the process's own start. */
  readonly medianProcessMs: number;
  readonly slowestProcessMs: number;
}

const Answer = z.object({ cloudMs: z.number(), processMs: z.number() });
const SENT_DOCUMENTS = 100;

/** Fills a directory, and starts a cloud on it again and again as `npm start` does, each time in a new process. */
export async function timeStarts(
  directory: string,
  documentCount: number,
  runs: number,
): Promise<StartFigure> {
  const filled = await fillDirectory(directory, documentCount);
  // What a first start builds is not what a restart waits for.
  await cachedPortal();
  const script = fileURLToPath(new URL("start-once.ts", import.meta.url));
  const times: z.output<typeof Answer>[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, directory]);
    times.push(Answer.parse(JSON.parse(stdout)));
  }
  const processMs = times.map((time) => time.processMs);
  return {
    ...filled,
    directoryBytes: await bytesIn(directory),
    runs,
    medianMs: Math.round(medianOf(times.map((time) => time.cloudMs))),
    medianProcessMs: Math.round(medianOf(processMs)),
    slowestProcessMs: Math.round(Math.max(...processMs)),
  };
}

/** Some documents are really sent, and then made many. */
async function fillDirectory(directory: string, documentCount: number) {
  const files = await cachedFunctions();
  const world = await startDemoCloud({ files, directory: { path: directory } });
  try {
    await fillQuickly(world, Math.min(SENT_DOCUMENTS, documentCount));
  } finally {
    await world.close();
  }
  const cloud = await startStopped(directory, files, { tellsIngest: false });
  try {
    const names = localNames(files);
    const { dynamo, restoring } = clientsOf(cloud, names);
    await multiply({ dynamo, s3: restoring, names }, Math.ceil(documentCount / SENT_DOCUMENTS));
    let [documents, rows] = [0, 0];
    for (const table of [names.tables.record.name, names.tables.audit.name]) {
      for await (const row of scanTable(dynamo, table)) {
        rows += 1;
        if (sealedDocument(row) !== null && row["kind"]?.S === "document") documents += 1;
      }
    }
    return { documents, rows };
  } finally {
    await cloud.close();
  }
}

async function bytesIn(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
