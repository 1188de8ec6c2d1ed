import { readFile, realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { sendProblem } from "./problem.ts";

const compress = promisify(gzip);

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

export interface PortalOptions {
  /** Directory of the built portal. */
  readonly directory: string;
  /** Further response headers of a served path, for instance the content security policy. */
  readonly headers: (path: string) => Readonly<Record<string, string>>;
}

/** A JSON file that was made and not built. */
export interface MadeFile {
  readonly content: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function serveMade(
  request: IncomingMessage,
  response: ServerResponse,
  { content, headers }: MadeFile,
): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    sendProblem(response, 405, "Method Not Allowed", { allow: "GET, HEAD" });
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("content-type", "application/json");
  response.setHeader("content-length", Buffer.byteLength(content));
  response.setHeader("cache-control", "no-cache");
  response.writeHead(200);
  response.end(request.method === "HEAD" ? undefined : content);
}

/** Serves the portal's files; a path without an extension is a page of the application and answers `index.html`. */
export async function servePortal(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: PortalOptions,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    sendProblem(response, 405, "Method Not Allowed", { allow: "GET, HEAD" });
    return;
  }
  const path = pathOf(url);
  const file = path === undefined ? undefined : await findFile(options.directory, path);
  if (path === undefined || file === undefined) {
    sendProblem(response, 404, "Not Found");
    return;
  }
  const type = contentTypes[extname(file)] ?? "application/octet-stream";
  const isCompressed = isCompressible(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const content = isCompressed ? await compress(await readFile(file)) : await readFile(file);
  // One by one: a name that both give in different case must not be sent twice.
  for (const [name, value] of Object.entries(options.headers(path))) response.setHeader(name, value);
  response.setHeader("content-type", type);
  response.setHeader("content-length", content.length);
  response.setHeader("cache-control", cacheControl(path));
  if (isCompressible(type)) response.setHeader("vary", "accept-encoding");
  if (isCompressed) response.setHeader("content-encoding", "gzip");
  response.writeHead(200);
  response.end(request.method === "HEAD" ? undefined : content);
}

/** The distribution compresses text on its way, and leaves what is compressed already. */
const isCompressible = (type: string) => /^text\/|javascript|json|svg|wasm/.test(type);

/** The path to serve, or undefined when it is not plain: hidden or parent segments, backslashes, control characters. */
function pathOf(url: URL): string | undefined {
  const path = decode(url.pathname);
  const isPlain = path
    ?.split("/")
    .every((segment) => !segment.startsWith(".") && !/[\\\p{Cc}]/u.test(segment));
  if (path === undefined || !isPlain) return undefined;
  return extname(path) === "" ? "/index.html" : path;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The real file, if it is a file and lies in the directory even when links are followed. */
async function findFile(directory: string, path: string): Promise<string | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(directory), realpath(join(directory, path))]);
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Files under `/assets/` have their digest in the name; everything else may change with the next build. */
function cacheControl(path: string): string {
  if (path.startsWith("/assets/")) return "public, max-age=31536000, immutable";
  return path.endsWith(".html") ? "no-store" : "no-cache";
}
