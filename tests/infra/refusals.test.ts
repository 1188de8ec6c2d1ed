import { describe, expect, it } from "vitest";
import { isInstalled } from "./each-stage.ts";
import { synthesise } from "./stages.ts";

describe.runIf(isInstalled)("a deployment is refused", () => {
  it.concurrent.each([
    ["without the functions' bundles", "dev", { withBundles: false }, 'run "npm run build" first'],
    [
      "in production without a domain of its own",
      "production",
      { environment: {} },
      "Production needs POSTERN_DOMAIN",
    ],
  ] as const)("%s", async (_, stage, options, message) => {
    await expect(synthesise(stage, options)).rejects.toThrow(message);
  });
});
