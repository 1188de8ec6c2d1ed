import { connect, createServer, type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { openSlowLine } from "./slow-line.ts";

test("all bytes of a slow line arrive as they were sent, in both directions", async () => {
  const echo = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const line = await openSlowLine((echo.address() as AddressInfo).port, 100e6);
  onTestFinished(async () => {
    await line.close();
    echo.close();
  });
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
  const socket = connect(line.port, "127.0.0.1");
  socket.end(sent);
  expect((await buffer(socket)).equals(sent)).toBe(true);
});
