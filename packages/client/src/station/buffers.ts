export type Bytes = Uint8Array<ArrayBuffer>;

/** Memory that is used again and again: what is dropped would wait for the garbage collector, 8 MiB at a time. */
export interface Buffers {
  /** @returns a view of exactly this size, with anything in it */
  take(sizeBytes: number): Bytes;
  giveBack(view: Bytes): void;
}

/** A file's first part and its last are a little larger than the others: all shall fit into the same memory. */
const STEP_BYTES = 64 * 1024;

/** Keeps what was given back: as many buffers as were ever in use at once, each as large as its largest use. */
export function createBuffers(): Buffers {
  const spare: ArrayBuffer[] = [];
  return {
    take(sizeBytes) {
      const fitting = spare.findIndex(({ byteLength }) => byteLength >= sizeBytes);
      const [taken] = spare.splice(Math.max(0, fitting), 1);
      const buffer = taken !== undefined && fitting >= 0 ? taken : new ArrayBuffer(roundUp(sizeBytes));
      return new Uint8Array(buffer, 0, sizeBytes);
    },
    giveBack({ buffer }) {
      // Of a read that was broken off nothing comes back.
      if (buffer.byteLength > 0) spare.push(buffer);
    },
  };
}

const roundUp = (sizeBytes: number) => Math.ceil(sizeBytes / STEP_BYTES) * STEP_BYTES;
