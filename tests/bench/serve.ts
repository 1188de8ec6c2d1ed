import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = { html: "text/html; charset=utf-8", js: "text/javascript" };

/** Answers with the files of one directory. */
export function fileHandler(directory: string): (request: IncomingMessage, response: ServerResponse) => void {
  return ({ url = "/" }, response) => {
    const name = basename(new URL(url, "http://localhost").pathname) || "index.html";
    const type = TYPES[name.split(".").at(-1) ?? ""];
    const stream = createReadStream(join(directory, name));
    stream.once("error", () => response.writeHead(404).end());
    stream.once("open", () => {
      response.writeHead(200, {
        ...(type === undefined ? {} : { "content-type": type }),
        // Gives clocks that are fine enough to measure by.
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      });
      stream.pipe(response);
    });
  };
}

/** Serves a directory on a free port. */
export async function serveFiles(directory: string): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(fileHandler(directory));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
