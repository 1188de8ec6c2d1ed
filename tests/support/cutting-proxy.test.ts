import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { drawCuts, openCuttingProxy, type Cut, type CuttingProxy } from "./cutting-proxy.ts";

/** How many bytes of each request came in, whole or not. */
let received: number[];
let server: Server;
let proxy: CuttingProxy;

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const index = received.push(0) - 1;
    request.on("data", (chunk: Buffer) => (received[index] = (received[index] ?? 0) + chunk.length));
    request.on("end", () => response.end("done"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

async function open(cuts: readonly Cut[]) {
  proxy = await openCuttingProxy((server.address() as AddressInfo).port, cuts);
  proxy.arm(true);
}

async function put(sizeBytes: number): Promise<string> {
  const url = `http://127.0.0.1:${proxy.port}`;
  const sent = fetch(url, { method: "PUT", body: new Uint8Array(sizeBytes) });
  return sent.then((response) => response.text()).catch(() => "broken");
}

it("breaks off a request at its byte, and lets the next one through", async () => {
  await open([{ afterBytes: 500_000, loses: "request" }]);
  expect([await put(1_000_000), await put(1_000_000)]).toEqual(["broken", "done"]);
  expect(received[0]).toBeLessThan(500_000);
  expect(received[1]).toBe(1_000_000);
  expect(proxy.broken).toHaveLength(1);
});

it("loses an answer when all has been done", async () => {
  await open([{ afterBytes: 500_000, loses: "answer" }]);
  expect([await put(1_000_000), await put(1_000_000)]).toEqual(["broken", "done"]);
  expect(received).toEqual([1_000_000, 1_000_000]);
});

it("breaks nothing while it is not armed", async () => {
  await open([{ afterBytes: 10, loses: "request" }]);
  proxy.arm(false);
  expect(await put(1000)).toBe("done");
  expect(proxy.broken).toEqual([]);
});

it("draws the same cuts from the same seed, of both kinds and in order", () => {
  const cuts = drawCuts(5, 10, 1_000_000);
  expect(drawCuts(5, 10, 1_000_000)).toEqual(cuts);
  expect(drawCuts(6, 10, 1_000_000)).not.toEqual(cuts);
  expect(new Set(cuts.map(({ loses }) => loses))).toEqual(new Set(["request", "answer"]));
  const places = cuts.map(({ afterBytes }) => afterBytes);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});
