import { describe, inject } from "vitest";
import type { Graph } from "./graph.ts";
import { STAGES } from "./stages.ts";

const EMPTY: Graph = {
  app: { name: "", stage: "", removal: "", protect: false },
  region: "",
  account: "",
  resources: [],
};

/** Where SST cannot be installed there is nothing to test, and the set-up has said so. */
export const isInstalled = inject("graphs") !== null;

/** Describes each stage by itself. */
export function describeStages(name: string, body: (graph: Graph) => void): void {
  for (const stage of STAGES) {
    describe.runIf(isInstalled)(`${name} (${stage})`, () => {
      body(graphOf(stage));
    });
  }
}

/** The graph of a stage; an empty one where SST cannot be installed. */
export function graphOf(stage: (typeof STAGES)[number]): Graph {
  return inject("graphs")?.[stage] ?? EMPTY;
}
