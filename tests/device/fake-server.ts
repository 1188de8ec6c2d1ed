import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer of the fake. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What goes wrong with the next requests whose `METHOD /path` matches. */
export interface Fault {
  readonly on: Pick<RegExp, "test">;
  times: number;
  /** `cut`: the line breaks before the request is served; `cut-after`: it is served, and the answer is lost. */
  readonly answer: Reply | "cut" | "cut-after";
}

export interface FakeServer {
  readonly baseURL: string;
  /** `METHOD /path` of each request, in order. */
  readonly seen: readonly string[];
  /** What came with them, as far as it was read. */
  readonly bodies: readonly Buffer[];
  plant(fault: Fault): void;
  close(): Promise<void>;
}

/** Serves `handle` on 127.0.0.1 over real HTTP, with faults planted in front of it. */
export async function startFakeServer(
  handle: (incoming: Incoming) => Promise<Reply> | Reply,
): Promise<FakeServer> {
  const faults: Fault[] = [];
  const seen: string[] = [];
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      send(response, { status: 500, body: String(error) });
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const name = `${request.method} ${url.pathname}`;
    seen.push(name);
    const fault = faults.find(({ on, times }) => times > 0 && on.test(name));
    if (fault !== undefined) fault.times -= 1;
    if (fault?.answer === "cut") return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (typeof fault?.answer === "object") return send(response, fault.answer);
    const incoming = {
      method: request.method ?? "",
      url,
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    bodies.push(incoming.body);
    const reply = await handle(incoming);
    if (fault?.answer === "cut-after") return void request.socket.destroy();
    send(response, reply);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}`,
    seen,
    bodies,
    plant: (fault) => void faults.push(fault),
    close: () => closeServer(server),
  };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const isBytes = body instanceof Uint8Array;
  const content = isBytes ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(content);
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
