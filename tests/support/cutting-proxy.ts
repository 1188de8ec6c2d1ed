import { createHash } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Where a line breaks: after so many bytes sent, of all connections together, those sent again included. */
export interface Cut {
  readonly afterBytes: number;
  /** `request`: at that very byte. `answer`: at the first byte of what is answered next, when the deed is done. */
  readonly loses: "request" | "answer";
}

/** A way to a port of this machine that breaks where it was told to. */
export interface CuttingProxy {
  readonly port: number;
  /** Where it has broken so far, in order. */
  readonly broken: readonly Cut[];
  /** Bytes count, and the line breaks, only while it is armed; at first it is not. */
  arm(isArmed: boolean): void;
  close(): Promise<void>;
}

/** So many cuts at random places, about one in three of them in an answer. The same seed draws the same. */
export function drawCuts(seed: number, count: number, withinBytes: number): readonly Cut[] {
  const draw = (what: string) =>
    createHash("sha256").update(`${seed} ${what}`).digest().readUInt32BE() / 2 ** 32;
  const cuts = Array.from({ length: count }, (_, index): Cut => {
    const loses = draw(`kind ${index}`) < 1 / 3 ? "answer" : "request";
    return { afterBytes: Math.floor(draw(`place ${index}`) * withinBytes), loses };
  });
  return cuts.toSorted((one, other) => one.afterBytes - other.afterBytes);
}

/** @param onBroken told of each break, and which it is, from 1 */
export async function openCuttingProxy(
  targetPort: number,
  cuts: readonly Cut[],
  onBroken: (count: number) => void = () => undefined,
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const course = new Course(cuts, onBroken);
  const server = createServer((near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1" });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
    carry(near, far, course);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    broken: course.broken,
    arm: (isArmed) => {
      course.isArmed = isArmed;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What all connections share: how much was sent, and where the next break is. */
class Course {
  isArmed = false;
  readonly broken: Cut[] = [];
  readonly #left: Cut[];
  readonly #onBroken: (count: number) => void;
  #sentBytes = 0;

  constructor(cuts: readonly Cut[], onBroken: (count: number) => void) {
    this.#left = [...cuts];
    this.#onBroken = onBroken;
  }

  /** Counts what is sent. @returns the break that falls into it, and how much of it comes before */
  send(sizeBytes: number): { readonly cut: Cut; readonly keptBytes: number } | undefined {
    if (!this.isArmed) return undefined;
    const before = this.#sentBytes;
    this.#sentBytes += sizeBytes;
    const [cut] = this.#left;
    if (cut === undefined || cut.afterBytes >= this.#sentBytes) return undefined;
    this.#left.shift();
    return { cut, keptBytes: Math.max(0, cut.afterBytes - before) };
  }

  happened(cut: Cut): void {
    this.broken.push(cut);
    this.#onBroken(this.broken.length);
  }

  /** A break that did not come about, since the connection had ended before: the next one has it. */
  return(cut: Cut): void {
    this.#left.unshift(cut);
  }
}

function carry(near: Socket, far: Socket, course: Course): void {
  let losing: Cut | undefined;
  function end(): void {
    near.destroy();
    far.destroy();
    if (losing !== undefined) course.return(losing);
    losing = undefined;
  }
  function breakAt(cut: Cut): void {
    losing = undefined;
    end();
    course.happened(cut);
  }
  for (const socket of [near, far]) socket.setNoDelay(true).on("error", end).once("close", end);
  near.on("data", (chunk: Buffer) => {
    const struck = losing === undefined ? course.send(chunk.length) : undefined;
    if (struck?.cut.loses === "request") {
      near.pause();
      far.write(chunk.subarray(0, struck.keptBytes), () => breakAt(struck.cut));
      return;
    }
    losing ??= struck?.cut;
    if (!far.write(chunk)) near.pause();
  });
  far.on("drain", () => near.resume());
  far.on("data", (chunk: Buffer) => {
    if (losing !== undefined) return breakAt(losing);
    if (!near.write(chunk)) far.pause();
  });
  near.on("drain", () => far.resume());
}
