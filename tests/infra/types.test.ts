import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { INPUT } from "../../infra/policy/example.ts";
import { deployment } from "../../infra/policy/index.ts";
import { ROOT } from "../../scripts/bundle.ts";
import { PLATFORM_HOME } from "../../scripts/infra-install.ts";
import { checkInfraTypes } from "../../scripts/infra-types.ts";
import { isInstalled } from "./each-stage.ts";

it.runIf(isInstalled)(
  "the infrastructure has SST's and AWS's types, and a planted fault is the only complaint",
  async () => {
    const scratch = await mkdtemp(join(PLATFORM_HOME, "types-"));
    try {
      await writeFile(join(scratch, "planted.ts"), `new aws.s3.Bucket("Planted", { bukket: "a" });\n`);
      const settings = {
        extends: join(ROOT, "infra/tsconfig.json"),
        files: [join(PLATFORM_HOME, ".sst/platform/config.d.ts"), join(ROOT, "sst.config.ts"), "planted.ts"],
        include: [join(ROOT, "infra/*.ts")],
      };
      await writeFile(join(scratch, "tsconfig.json"), JSON.stringify(settings));
      const complaints = await checkInfraTypes(join(scratch, "tsconfig.json"));
      expect(complaints).toHaveLength(1);
      expect(complaints[0]).toContain("bukket");
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
);

it.runIf(isInstalled)("the provider knows each kind of key that we ask for", async () => {
  // Its type is any text, so that only its description says so.
  const described = join(PLATFORM_HOME, ".sst/platform/node_modules/@pulumi/aws/kms/key.d.ts");
  const [kinds = ""] = /Valid values: `SYMMETRIC_DEFAULT`.*/.exec(await readFile(described, "utf8")) ?? [];
  const specs = Object.values(deployment(INPUT).keys).map(({ spec }) => spec);
  expect(specs.filter((spec) => !kinds.includes(`\`${spec}\``))).toEqual([]);
});
