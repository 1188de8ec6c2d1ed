import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "@postern/cli/table";
import { format } from "prettier";
import { machine, stamp } from "./bench/conditions.ts";
import { ROOT } from "./bundle.ts";
import { drill, type DrillResult } from "./restore/drill.ts";
import { faultsOf } from "./restore/verdict.ts";

const EVIDENCE = join(ROOT, "docs/evidence/restore.json");
const COVERS = [
  "packages/core",
  "packages/functions",
  "packages/local-cloud",
  "infra/policy",
  "scripts/restore",
];
const PROVES =
  "The procedure and its tools, against the embedded cloud: what was exported and copied was enough to build everything again. It does not prove AWS.";
const NOT_PROVEN = [
  "that AWS Backup and point-in-time recovery give back what they were given",
  "how long AWS takes",
  "a backup that is taken while people work, whose tables are not of one moment",
];

async function keep({ steps, ...result }: DrillResult): Promise<void> {
  const evidence = {
    ...(await stamp(COVERS)),
    conditions: {
      ...machine(),
      cloud: "the embedded one, on a directory",
      functions: "stopped while it is rebuilt",
    },
    proves: PROVES,
    notProven: NOT_PROVEN,
    ...result,
    stepsMs: Object.fromEntries(steps.map(([step, ms]) => [step, ms])),
  };
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
}

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "1000" },
    /** Submissions that are opened at the end. */
    open: { type: "string", default: "12" },
    /** Shows the figures and keeps nothing. */
    "dry-run": { type: "boolean", default: false },
  },
});
const directory = await mkdtemp(join(tmpdir(), "postern-drill-"));
try {
  const result = await drill({
    documentCount: Number(values.documents),
    sampleCount: Number(values.open),
    directory,
  });
  console.log(table(["step", "ms", ""], result.steps));
  const rows = Object.entries(result.tables).map(([name, compared]) => [name, ...Object.values(compared)]);
  console.log(
    `\n${table(["table", "exported", "equal", "repointed", "different", "missing", "added"], rows)}`,
  );
  const { objects, opened, sessions } = result;
  console.log(`\nObjects: ${objects.copied} copied, ${objects.equal} equal. Sessions restored: ${sessions}.`);
  console.log(
    `Opened: ${opened.documents} documents of ${opened.submissions} submissions, ${opened.bytes} bytes.`,
  );
  const faults = faultsOf(result);
  console.log(`\n${faults.length === 0 ? "Everything is back." : faults.join("\n")}\n\n${PROVES}`);
  if (faults.length > 0) process.exitCode = 1;
  else if (!values["dry-run"]) await keep(result);
} finally {
  await rm(directory, { recursive: true, force: true });
}
