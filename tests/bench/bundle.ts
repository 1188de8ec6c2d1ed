import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Bench</title>
  <input type="file" />
  <script type="module" src="page.js"></script>
</html>
`;

/** AWS's client needs it for signed suites only, and it asks for Node's buffers as soon as it is loaded. */
const WITHOUT_DER = join(HERE, "without-der.ts");

/**
 * Builds the page with its workers, and the worker for Node, as they are measured: bundled and minified.
 *
 * @param peers where the packages are that it compares with
 */
export async function bundleBench(directory: string, peers: string): Promise<void> {
  const both: BuildOptions = {
    absWorkingDir: HERE,
    bundle: true,
    minify: true,
    format: "esm",
    nodePaths: [peers],
    outdir: directory,
    logLevel: "silent",
  };
  await build({
    ...both,
    entryPoints: {
      page: "page.ts",
      worker: "worker-browser.ts",
      upload: "upload-page.ts",
      station: "station-worker.ts",
    },
    platform: "browser",
    target: "es2023",
    mainFields: ["browser", "module", "main"],
    alias: { "asn1.js": WITHOUT_DER },
    // Where it is not told otherwise, AWS's client leaves the choice of random numbers to a module of Node.
    define: { global: "globalThis" },
    external: ["crypto"],
  });
  await build({
    ...both,
    entryPoints: { "worker-node": "worker-node.ts", "node-host": "node-host.ts" },
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: "node20",
    banner: {
      js: `import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);`,
    },
  });
  await writeFile(join(directory, "index.html"), PAGE);
  await writeFile(join(directory, "upload.html"), PAGE.replace("page.js", "upload.js"));
}
