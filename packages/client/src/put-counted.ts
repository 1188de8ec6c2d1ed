import { createTeller } from "./teller.ts";

/** One PUT of bytes, with the headers that go along. */
export interface Put {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/** Told how many bytes of a body are on their way or there, a few times a second; never after its PUT has ended. */
export type OnSent = (sentBytes: number) => void;

/** Whether this thread has the one way to send that counts; Node has not. */
export const canCount = () => "XMLHttpRequest" in globalThis;

/**
 * A PUT that counts, which `fetch` does not. Nothing of the page goes along but what its referrer policy allows.
 *
 * @throws TypeError when there was no answer, or another address has answered; the signal's reason
 */
export function putCounted(
  { url, headers, body, signal }: Put,
  onSent: OnSent,
): Promise<Pick<Response, "status" | "headers">> {
  const teller = createTeller(onSent);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    // Otherwise Firefox reads an empty answer as XML, and complains.
    request.responseType = "text";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => teller.take(loaded));
    request.addEventListener("load", () => {
      // Redirects are followed before anybody is asked.
      if (request.responseURL !== new URL(url).href) reject(new TypeError("another address has answered"));
      else resolve({ status: request.status, headers: headersOf(request) });
    });
    request.addEventListener("error", () => reject(new TypeError("there was no answer")));
    request.addEventListener("loadend", () => {
      teller.end();
      signal.removeEventListener("abort", stop);
    });
    signal.addEventListener("abort", stop, { once: true });
    request.send(body);
    function stop() {
      reject(signal.reason);
      request.abort();
    }
  });
}

/** Asked for by name, a header that the store does not show to pages is complained of. */
function headersOf(request: XMLHttpRequest): Headers {
  const lines = request.getAllResponseHeaders().split("\r\n").filter(Boolean);
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return new Headers(pairs);
}
