import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { DEPLOYED_FUNCTIONS } from "../infra/policy/index.ts";
import { machine, stamp } from "./bench/conditions.ts";
import { functionSection, keepEvidence, type FunctionFigures } from "./bench/page.ts";
import { bundleFunctions } from "./bundle.ts";
import { bundleBudget } from "./function-budget.ts";

const RUNS = 9;

/** Settings of the right shape that lead nowhere: loading a function calls nobody. */
const SETTINGS = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  TABLE_RECORD: "record",
  TABLE_AUDIT: "audit",
  TABLE_LOG: "log",
  TABLE_SESSION: "session",
  TABLE_DIRECTORY: "directory",
  TABLE_LIMIT: "limit",
  ORIGIN: "https://portal.example.org",
  ORIGIN_SECRET: "0".repeat(64),
  HASH_SECRET: "0".repeat(64),
  CURSOR_SECRET: "0".repeat(64),
  TENANT_ROLE_ARN: "arn:aws:iam::000000000000:role/none",
  DOCUMENTS_KEY_ARN: "arn:aws:kms:us-east-1:000000000000:key/none",
  RECEIPTS_KEY_ARN: "arn:aws:kms:us-east-1:000000000000:key/none",
  DOCUMENTS_BUCKET: "documents",
  SETTLE_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/settle",
  SWEEP_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/sweep",
  USER_POOL_ID: "us-east-1_000000000",
  USER_POOL_CLIENT_ID: "portal",
};

/** Milliseconds that a new process takes to load a bundle. */
async function importMs(file: string): Promise<number> {
  const script = `const begun = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - begun); process.exit()`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-warnings", "--input-type=module", "-e", script],
    { env: SETTINGS },
  );
  return Number(stdout.trim().split("\n").at(-1));
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? NaN);
}

const directory = await mkdtemp(join(tmpdir(), "postern-bench-"));
try {
  const files = await bundleFunctions(directory);
  const functions: FunctionFigures[] = [];
  for (const name of DEPLOYED_FUNCTIONS) {
    const bytes = await readFile(files[name]);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) times.push(await importMs(files[name]));
    functions.push({
      name,
      sizeBytes: bytes.length,
      compressedBytes: gzipSync(bytes).length,
      budgetBytes: bundleBudget(name),
      importMs: medianOf(times),
    });
  }
  const evidence = {
    ...(await stamp(["packages/contract", "packages/core", "packages/functions"])),
    conditions: { ...machine(), runs: RUNS },
    functions,
  };
  await keepEvidence("functions", evidence);
  console.log(functionSection(evidence));
} finally {
  await rm(directory, { recursive: true, force: true });
}
