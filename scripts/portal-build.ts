import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "vite";
import { ROOT } from "./bundle.ts";

/**
 * Builds the portal into `directory` (default `web/dist`).
 * @throws Error when a file of it cannot be built
 */
export async function buildPortal(directory: string = join(ROOT, "web/dist")): Promise<string> {
  const mode = process.env["NODE_ENV"];
  try {
    await build({
      root: join(ROOT, "web"),
      configFile: join(ROOT, "web/vite.config.ts"),
      logLevel: "silent",
      build: { outDir: directory, emptyOutDir: true },
    });
  } finally {
    // Vite leaves `production` behind, in which the embedded cloud, in this same process, refuses to start.
    if (mode === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = mode;
  }
  return directory;
}

/** The portal's files with their sizes in bytes, largest first; without source maps. */
export async function portalSizes(
  directory: string,
): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".map"));
  const sizes = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: relative(directory, path), sizeBytes: (await stat(path)).size };
    }),
  );
  return sizes.sort((a, b) => b.sizeBytes - a.sizeBytes);
}
