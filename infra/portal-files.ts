import { readdirSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { keys } from "./keys.ts";
import { RECEIPT_KEYS_PATH, receiptKeysFile } from "./policy/index.ts";
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

/** No function may read a public key: who deploys reads it, and the portal serves it as a file. */
const published = aws.kms.getPublicKeyOutput({ keyId: keys.receipts.arn });

new aws.s3.BucketObjectv2(
  "PortalFile receipt-keys.json",
  {
    bucket: portalBucket.bucket,
    key: RECEIPT_KEYS_PATH.slice(1),
    content: $util
      .all([keys.receipts.arn, published.publicKey])
      .apply(([keyARN, present]) => receiptKeysFile(keyARN, present)),
    contentType: CONTENT_TYPES[".json"],
    cacheControl: headersOf(RECEIPT_KEYS_PATH)["Cache-Control"],
  },
  { retainOnDelete: true },
);
