/** One call that went out of a client, and its answer. */
export interface Exchange {
  readonly url: string;
  readonly cookie: string;
  readonly requestBody: Uint8Array;
  readonly status: number;
  readonly responseHeaders: string;
  readonly responseBody: Uint8Array;
}

/** Writes down everything that is fetched until it is stopped. */
export interface Recorder {
  readonly exchanges: readonly Exchange[];
  stop(): void;
}

/** Begins to write down what this process fetches, as a person could who owns the line and the browser. */
export function recordTraffic(): Recorder {
  const original = globalThis.fetch;
  const exchanges: Exchange[] = [];
  globalThis.fetch = async (resource, init) => {
    const request = new Request(resource instanceof Request ? resource.clone() : resource, init);
    const requestBody = new Uint8Array(await request.arrayBuffer());
    const response = await original(resource, init);
    const responseBody = new Uint8Array(await response.clone().arrayBuffer());
    exchanges.push({
      url: request.url,
      cookie: request.headers.get("cookie") ?? "",
      requestBody,
      status: response.status,
      responseHeaders: JSON.stringify([...response.headers]),
      responseBody,
    });
    return response;
  };
  return {
    exchanges,
    stop: () => {
      globalThis.fetch = original;
    },
  };
}
