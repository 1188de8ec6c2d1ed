/**
 * Gives memory back at once, in a browser: what is merely dropped waits for the collector, which is in no hurry, and a
 * large file goes through more of it than a phone has. A message to a port that is closed is dropped together with
 * what it carries, and the engine's accounts stay right: `ArrayBuffer.transfer(0)` frees too, but was seen to keep the
 * collector from ever running. Undefined elsewhere.
 */
export const discard = isBrowser() ? closedPort() : undefined;

function isBrowser(): boolean {
  return "document" in globalThis || "WorkerGlobalScope" in globalThis;
}

function closedPort(): (buffer: ArrayBuffer) => void {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return (buffer) => port1.postMessage(null, [buffer]);
}
