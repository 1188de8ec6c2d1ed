import type { TestProject } from "vitest/node";
import { installPlatform } from "../../scripts/infra-install.ts";
import type { Graph } from "./graph.ts";
import { synthesise } from "./stages.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The graphs of both stages; null where SST cannot be installed. */
    readonly graphs: { readonly dev: Graph; readonly production: Graph } | null;
  }
}

/** Makes the graphs once for all test files. @throws Error when one cannot be made */
export default async function setup(project: TestProject): Promise<void> {
  const hindrance = await installPlatform();
  if (hindrance !== undefined) {
    console.warn(`skipped: the tests of the infrastructure, because ${hindrance}`);
    project.provide("graphs", null);
    return;
  }
  const [dev, production] = await Promise.all([synthesise("dev"), synthesise("production")]);
  project.provide("graphs", { dev, production });
}
