import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a port of this machine on which, once it is narrow, nothing goes through any more. */
export interface NarrowLine {
  readonly port: number;
  /** From now on so many bytes of each connection go through, then no more until it is `widen`ed. */
  narrow(bytes: number): void;
  widen(): void;
  close(): Promise<void>;
}

/** Only what is sent is held; answers go through. */
export async function openNarrowLine(targetPort: number): Promise<NarrowLine> {
  const sockets = new Set<Socket>();
  const held = new Set<Socket>();
  let mostBytes = Infinity;
  const server = createServer((near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1" });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      socket.on("error", () => undefined);
    }
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
    far.pipe(near);
    let sentBytes = 0;
    near.on("data", (chunk: Buffer) => {
      if (mostBytes < Infinity) sentBytes += chunk.length;
      far.write(chunk);
      if (sentBytes < mostBytes) return;
      near.pause();
      held.add(near);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    narrow: (bytes) => {
      mostBytes = bytes;
    },
    widen() {
      mostBytes = Infinity;
      for (const socket of held) socket.resume();
      held.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
