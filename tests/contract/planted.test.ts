import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { AS_IT_IS, PLANTED, type Outcome } from "./planted.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let outcomes: readonly Outcome[];

/** Runs the tests beside this run, with each bug planted and with none: what fails there shall fail. */
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "planted-"));
  const PLANTED_RESULTS = join(directory, "results.json");
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|CONTRACT_|AWS_|NODE_OPTIONS)/.test(name),
  );
  const command = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--config",
    "tests/contract/planted-config.ts",
  ];
  // It ends with 1, as it must; what counts is in the results.
  await promisify(execFile)(process.execPath, command, {
    cwd: root,
    env: { ...Object.fromEntries(own), PLANTED_RESULTS },
  }).catch(() => undefined);
  outcomes = JSON.parse(await readFile(PLANTED_RESULTS, "utf8")) as readonly Outcome[];
  await rm(directory, { recursive: true });
}, 180_000);

it("passes as it is", () => {
  const clean = outcomes.filter(({ project }) => project === AS_IT_IS);
  expect(clean.map(({ tests }) => tests).toSorted()).toEqual(
    [...new Set(PLANTED.map(({ tests }) => tests))].toSorted(),
  );
  expect(clean.filter(({ isPassed }) => !isPassed)).toEqual([]);
});

describe.each(PLANTED)("when $name", ({ name, file, from, fails }) => {
  it("the suite fails, by the test that is meant to", () => {
    const [outcome] = outcomes.filter(({ project }) => project === name);
    expect(outcome?.isPassed).toBe(false);
    expect(outcome?.failed.filter((test) => test.includes(fails))).not.toEqual([]);
  });

  it("the bug still has its place in the source", async () => {
    expect((await readFile(join(root, file), "utf8")).split(from)).toHaveLength(2);
  });
});
