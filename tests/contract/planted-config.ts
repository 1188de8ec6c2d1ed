import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";
import { AS_IT_IS, PLANTED, type Outcome, type Planted } from "./planted.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Puts the bug into the source as it is loaded; the file itself stays as it is. */
const plant = ({ file, from, to }: Planted) => ({
  name: "planted",
  enforce: "pre" as const,
  transform: (code: string, id: string) =>
    id === join(root, file) ? { code: code.replace(from, () => to), map: null } : undefined,
});

const project = (name: string, include: readonly string[], plugins: ReturnType<typeof plant>[] = []) => ({
  plugins,
  test: { name, include: [...include], environment: "node", testTimeout: 30_000, hookTimeout: 60_000 },
});

/** Writes what every project came to where `PLANTED_RESULTS` says. */
const results: Reporter = {
  onTestRunEnd(modules) {
    writeFileSync(process.env["PLANTED_RESULTS"] ?? "", JSON.stringify(modules.map(outcomeOf)));
  },
};

function outcomeOf(module: TestModule): Outcome {
  const failed = [...module.children.allTests("failed")].map(({ fullName }) => fullName);
  return {
    project: module.project.name,
    tests: relative(root, module.moduleId),
    isPassed: module.ok(),
    failed,
  };
}

/** One project for each planted bug, and one without. */
export default defineConfig({
  root,
  test: {
    pool: "forks",
    maxWorkers: 2,
    reporters: [results],
    projects: [
      project(AS_IT_IS, [...new Set(PLANTED.map(({ tests }) => tests))]),
      ...PLANTED.map((planted) => project(planted.name, [planted.tests], [plant(planted)])),
    ],
  },
});
