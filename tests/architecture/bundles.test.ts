import { stat } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { DEPLOYED_FUNCTIONS } from "../../infra/policy/index.ts";
import { cachedFunctions } from "../../scripts/build-cache.ts";
import type { FunctionFiles } from "../../scripts/bundle.ts";
import { bundleBudget } from "../../scripts/function-budget.ts";

let files: FunctionFiles;

beforeAll(async () => {
  files = await cachedFunctions();
}, 60_000);

describe("the bundle of", () => {
  it.each(DEPLOYED_FUNCTIONS)("%s keeps its budget", async (name) => {
    const { size } = await stat(files[name]);
    expect(size).toBeGreaterThan(100 * 1024);
    expect(size).toBeLessThanOrEqual(bundleBudget(name));
  });
});
