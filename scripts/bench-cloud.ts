import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cloudSection, type CloudEvidence } from "./bench/cloud-page.ts";
import { AT_A_TIME, race } from "./bench/cloud/race.ts";
import { timeStarts } from "./bench/cloud/start.ts";
import { timeUploads } from "./bench/cloud/upload.ts";
import { machine, stamp, type Stamp } from "./bench/conditions.ts";
import { keepEvidence } from "./bench/page.ts";

const COVERS = ["packages/local-cloud", "packages/functions", "packages/core", "scripts/bench/cloud"];

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    /** Operations of each kind in a round. */
    count: { type: "string", default: "400" },
    uploads: { type: "string", default: "9" },
    /** On the directory that is started on. */
    documents: { type: "string", default: "10000" },
    starts: { type: "string", default: "5" },
    /** Shows the figures and keeps nothing. */
    "dry-run": { type: "boolean", default: false },
  },
});

async function measure(scratch: string): Promise<Omit<CloudEvidence, keyof Stamp>> {
  const conditions = {
    ...machine(),
    atATime: AT_A_TIME,
    rounds: values.rounds,
    operationsInARound: values.count,
    process: "the cloud and its client share one; functions run in threads of it",
  };
  const speeds = await race(join(scratch, "race"), {
    rounds: Number(values.rounds),
    count: Number(values.count),
  });
  const runs = Number(values.uploads);
  const uploads = await timeUploads(runs, scratch, join(scratch, "uploads"));
  const start = await timeStarts(join(scratch, "start"), Number(values.documents), Number(values.starts));
  return { conditions, speeds, uploads, start };
}

const scratch = await mkdtemp(join(tmpdir(), "postern-bench-"));
try {
  const figures = await measure(scratch);
  if (values["dry-run"]) {
    const unstamped = { commit: "", covers: {}, isChanged: true, date: new Date().toISOString() };
    console.log(cloudSection({ ...unstamped, ...figures }));
  } else {
    await keepEvidence("cloud", { ...(await stamp(COVERS)), ...figures });
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
