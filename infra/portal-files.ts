import { readdirSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { portalBucket } from "./portal-bucket.ts";
import { headersOf } from "./portal-headers.ts";

/** Where `npm run build` puts the portal. */
const BUILT = "web/dist";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const files = readdirSync(BUILT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
  .map((entry) => relative(BUILT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));

if (!files.includes("index.html")) throw new Error(`No portal in ${BUILT}: run "npm run build" first.`);

for (const file of files) {
  new aws.s3.BucketObjectv2(
    `PortalFile ${file}`,
    {
      bucket: portalBucket.bucket,
      key: file,
      source: new $util.asset.FileAsset(join(BUILT, file)),
      contentType: CONTENT_TYPES[extname(file)] ?? "application/octet-stream",
      cacheControl: headersOf(`/${file}`)["Cache-Control"],
    },
    // A page that is open during a deployment still asks for the files it was built with.
    { retainOnDelete: true },
  );
}
