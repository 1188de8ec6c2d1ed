import { readdir, rename, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "vite";
import { ROOT } from "./bundle.ts";

/**
 * Builds the portal into `directory` (default `web/dist`).
 * @throws Error when a file of it cannot be built
 */
export function buildPortal(directory: string = join(ROOT, "web/dist")): Promise<string> {
  return buildPage("index.html", directory);
}

/**
 * Builds the gallery of the portal's parts into `directory`, as its only page. It is never part of the portal.
 * @throws Error when a file of it cannot be built
 */
export async function buildGallery(directory: string): Promise<string> {
  await buildPage("gallery.html", directory);
  await rename(join(directory, "gallery.html"), join(directory, "index.html"));
  return directory;
}

async function buildPage(page: string, directory: string): Promise<string> {
  const mode = process.env["NODE_ENV"];
  try {
    await build({
      root: join(ROOT, "web"),
      configFile: join(ROOT, "web/vite.config.ts"),
      logLevel: "silent",
      build: {
        outDir: directory,
        emptyOutDir: true,
        rolldownOptions: { input: join(ROOT, "web", page) },
      },
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
