import { createRequire } from "node:module";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { ROOT } from "../../scripts/bundle.ts";
import { PLATFORM_HOME } from "../../scripts/infra-install.ts";
import type { Graph, Resource } from "./graph.ts";
import { answer, made } from "./made-up-cloud.ts";
import { plain } from "./plain.ts";

/*
 * Runs sst.config.ts for one stage as SST would, with Pulumi's own mocks in the engine's place, and writes the graph
 * of all that AWS would be asked for. A process of its own, because Pulumi's state belongs to the process, and because
 * only the end of the process tells that nothing more will be asked for.
 *
 *   tsx tests/infra/synthesise.ts <stage> <directory with the built parts> <file for the graph>
 */

const ACCOUNT = "123456789012";
const SEPARATE = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "esbuild",
  "archiver",
  "glob",
  "undici",
];

/** As much of Pulumi as is used here; its types lie where it is installed. */
interface Pulumi {
  readonly runtime: {
    setMocks(mocks: object, project: string, stack: string, isPreview: boolean): Promise<void>;
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  };
}
interface Request {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
}
type Register = (request: Request, done: (error: unknown, response?: { getUrn(): string }) => void) => void;
interface Settings {
  app(input: { stage: string }): Graph["app"] & { providers: { aws: { region: string } } };
  run(): Promise<unknown>;
}

const [stage = "", builtDirectory = "", outFile = ""] = process.argv.slice(2);
const platform = join(PLATFORM_HOME, ".sst/platform");
const platformRequire = createRequire(join(platform, "package.json"));
const settingsFile = join(ROOT, "sst.config.ts");

const shared: BuildOptions = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "esnext",
  logLevel: "error",
};

/** SST reads `app()` first, for its own sources ask for the answer while they load. */
async function readApp(): Promise<ReturnType<Settings["app"]>> {
  const built = await build({
    ...shared,
    entryPoints: [settingsFile],
    external: ["./infra/*"],
    write: false,
  });
  const code = Buffer.from(built.outputFiles[0]?.contents ?? []).toString("base64");
  Object.assign(globalThis, { $config: (settings: Settings) => settings });
  const loaded = (await import(`data:text/javascript;base64,${code}`)) as { readonly default: Settings };
  return loaded.default.app({ stage });
}

/** Bundles the program beside SST's own packages, so that there is one Pulumi only. */
async function loadProgram(): Promise<{
  run(program: () => Promise<unknown>): Promise<unknown>;
  settings: Settings;
}> {
  const outfile = join(platform, `program.${process.pid}.mjs`);
  process.on("exit", () => rmSync(outfile, { force: true }));
  const contents = `
    import { run } from ${JSON.stringify(join(platform, "src/auto/run.ts"))};
    import * as sst from ${JSON.stringify(join(platform, "src/components/index.ts"))};
    import * as aws from "@pulumi/aws";
    import * as random from "@pulumi/random";
    Object.assign(globalThis, { sst, aws, random });
    export const load = () => import(${JSON.stringify(settingsFile)});
    export { run };`;
  await build({
    ...shared,
    stdin: { contents, resolveDir: ROOT, sourcefile: "program.ts", loader: "ts" },
    outfile,
    external: SEPARATE,
    nodePaths: [join(platform, "node_modules")],
    inject: [join(platform, "src/shim/run.js")],
    banner: {
      js: `import { createRequire as createRequireHere } from "node:module"; const require = createRequireHere(import.meta.url);`,
    },
  });
  const { run, load } = (await import(pathToFileURL(outfile).href)) as {
    run(program: () => Promise<unknown>): Promise<unknown>;
    load(): Promise<{ readonly default: Settings }>;
  };
  return { run, settings: (await load()).default };
}

/** Pulumi's mocks are told types and arguments only; protection is read off the request itself. */
function record(resources: Resource[]): void {
  const { MockMonitor } = platformRequire("@pulumi/pulumi/runtime/mocks") as {
    readonly MockMonitor: { readonly prototype: { registerResource: Register } };
  };
  const { registerResource } = MockMonitor.prototype;
  MockMonitor.prototype.registerResource = function (request, done) {
    return registerResource.call(this, request, (error, response) => {
      if (response !== undefined) {
        resources.push({
          type: request.getType(),
          name: request.getName(),
          urn: response.getUrn(),
          custom: request.getCustom(),
          protect: request.getProtect(),
          retainOnDelete: request.getRetainondelete(),
          dependencies: request.getDependenciesList(),
          inputs: plain(request.getObject().toJavaScript()),
        });
      }
      done(error, response);
    });
  };
}

async function main(): Promise<void> {
  const { name, removal, protect, providers } = await readApp();
  const app = { name, stage, removal, protect };
  const { region } = providers.aws;
  const work = join(PLATFORM_HOME, "work", stage);
  mkdirSync(work, { recursive: true });
  Object.assign(globalThis, {
    $app: { ...app, providers, home: "aws" },
    $dev: false,
    $cli: {
      command: "deploy",
      rpc: "",
      paths: { home: work, root: builtDirectory, work, platform },
      state: { version: {} },
    },
  });
  const resources: Resource[] = [];
  record(resources);
  const pulumi = platformRequire("@pulumi/pulumi") as Pulumi;
  const cloud = { region, account: ACCOUNT };
  const mocks = {
    newResource: (asked: { type: string; name: string; inputs: object }) =>
      made(cloud, { ...asked, inputs: plain(asked.inputs) }),
    call: ({ token }: { token: string }) => answer(cloud, token),
  };
  await pulumi.runtime.setMocks(mocks, name, stage, false);
  const failures: unknown[] = [];
  for (const fault of ["unhandledRejection", "uncaughtException"])
    process.on(fault, (error) => failures.push(error));
  process.exitCode = 3;
  process.once("beforeExit", () => {
    for (const failure of failures) console.error(failure);
    if (failures.length > 0) return;
    resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const graph: Graph = { app, region, account: ACCOUNT, resources };
    writeFileSync(outFile, JSON.stringify(graph, null, 1));
    process.exitCode = 0;
  });
  const { run, settings } = await loadProgram();
  await pulumi.runtime
    .runInPulumiStack(() => run(() => settings.run()))
    .catch((error) => failures.push(error));
}

await main();
