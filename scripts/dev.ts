import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { context } from "esbuild";
import { createServer } from "vite";
import { FUNCTION_ENTRIES, functionBuild, functionFiles, ROOT } from "./bundle.ts";
import { startDemoCloud } from "./demo-cloud.ts";
import { peopleTable, welcome } from "./demo/welcome.ts";
import { freePort } from "./port.ts";

const PORT = 4350;

/**
 * The embedded cloud for whoever works on Postern: the portal comes from Vite and changes in the open page, functions
 * are bundled again when a source of theirs changes, and load it at their next event. All on one origin, as deployed.
 * The portal has no content security policy here, because Vite writes styles and scripts into the page: `npm start` has.
 */
async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "postern-dev-"));
  const vite = await createServer({
    root: join(ROOT, "web"),
    configFile: join(ROOT, "web/vite.config.ts"),
    appType: "spa",
    server: { middlewareMode: true, hmr: { port: await freePort() } },
  });
  const held: { reload?: () => void } = {};
  const bundles = await context({
    ...functionBuild(directory),
    logLevel: "warning",
    plugins: [
      {
        name: "reload",
        setup: ({ onEnd }) => onEnd(({ errors }) => (errors.length === 0 ? held.reload?.() : undefined)),
      },
    ],
  });
  await bundles.rebuild();
  const world = await startDemoCloud({
    port: PORT,
    stories: true,
    runsSchedules: true,
    files: functionFiles(directory),
    portalHandler: (request, response) => vite.middlewares(request, response),
    logs: (name, line) => console.log(`${name.padEnd(7)} ${line}`),
  });
  held.reload = () => {
    for (const name of Object.keys(FUNCTION_ENTRIES)) world.cloud.reload(name);
    console.log("The functions were bundled.");
  };
  await bundles.watch();
  console.log(welcome(world.origin));
  const input = createInterface({ input: process.stdin });
  input.on("line", () => console.log(`${peopleTable()}\n`));
  const stop = async () => {
    input.close();
    process.stdin.destroy();
    await Promise.all([bundles.dispose(), vite.close(), world.close()]);
    await rm(directory, { recursive: true, force: true });
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}

await main();
