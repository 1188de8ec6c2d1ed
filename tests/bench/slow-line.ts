import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A way to a port of this machine on which all that is sent shares so many bytes a second. */
export interface SlowLine {
  readonly port: number;
  close(): Promise<void>;
}

/** Bytes that may go at once: fine enough that nobody sees the steps. */
const BURST_SECONDS = 0.01;

export async function openSlowLine(targetPort: number, bytesPerSecond: number): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  let freeAtMs = 0;
  const send = async (near: Socket, far: Socket) => {
    // The answers still go the other way when all has been sent.
    for await (const chunk of near.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      const nowMs = performance.now();
      // The line is given out in the order in which the bytes came, whoever sends them.
      freeAtMs = Math.max(freeAtMs, nowMs) + (chunk.length / bytesPerSecond) * 1000;
      const waitMs = freeAtMs - nowMs - BURST_SECONDS * 1000;
      if (waitMs > 0) await pause(waitMs);
      if (!far.write(chunk)) await new Promise((resolve) => far.once("drain", resolve));
    }
    far.end();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true).once("close", () => sockets.delete(socket));
    }
    const broken = () => {
      near.destroy();
      far.destroy();
    };
    near.on("error", broken);
    far.on("error", broken).pipe(near);
    void send(near, far).catch(broken);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
