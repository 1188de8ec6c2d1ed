import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server on the loopback interface whose address is known before there is anything to serve. */
export interface LocalServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  serve(handler: Handler): void;
  /** Ends connections that are open, too. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only; port 0 picks a free one. Until `serve` is called, the answer is 503. */
export async function listen(port: number): Promise<LocalServer> {
  let handle: Handler | undefined;
  const server = createServer((request, response) => {
    if (handle) handle(request, response).catch(() => response.destroy());
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    serve: (handler) => void (handle = handler),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
