import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A run of bytes on disk. A multipart object is a list of them, never a copy, so that completing takes no time. */
export interface Segment {
  readonly file: string;
  readonly sizeBytes: number;
}

/** Bytes on disk, in a private directory. Nothing here is visible to a client until an index points at it. */
export interface Blobs {
  /** Writes all chunks; if their source fails, the file is removed and the failure passed on. */
  write(chunks: AsyncIterable<Buffer>): Promise<Segment>;
  /** Bytes `start` (inclusive) to `end` (exclusive) of a segment; `start < end`. */
  read(segment: Segment, start: number, end: number): Readable;
  remove(segments: readonly Segment[]): Promise<void>;
  /** Removes what nothing points at: bytes of an upload that was cut off when the last run ended. */
  keepOnly(segments: Iterable<Segment>): Promise<void>;
  /** Removes the directory with everything in it, if it was a temporary one. */
  close(): Promise<void>;
}

/** Chunks are gathered up to this size before they are written; it bounds the memory of one upload. */
const gatherBytes = 1 << 20;

/** Opens `kept`, or makes a directory below the system's temporary one; only this user can open it. */
export async function createBlobs(kept?: string): Promise<Blobs> {
  if (kept !== undefined) await mkdir(kept, { recursive: true, mode: 0o700 });
  const directory = kept ?? (await mkdtemp(join(tmpdir(), "local-cloud-s3-")));
  const pathOf = (file: string) => join(directory, file);
  return {
    async write(chunks) {
      const file = randomUUID();
      try {
        return { file, sizeBytes: await writeFile(pathOf(file), chunks) };
      } catch (error) {
        await rm(pathOf(file), { force: true });
        throw error;
      }
    },
    read(segment, start, end) {
      return createReadStream(pathOf(segment.file), { start, end: end - 1, highWaterMark: gatherBytes });
    },
    async remove(segments) {
      await Promise.all(segments.map((segment) => rm(pathOf(segment.file), { force: true })));
    },
    async keepOnly(segments) {
      const wanted = new Set(Array.from(segments, ({ file }) => file));
      const there = await readdir(directory);
      await Promise.all(there.filter((file) => !wanted.has(file)).map((file) => rm(pathOf(file))));
    },
    async close() {
      if (kept === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function writeFile(path: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  const handle = await open(path, "wx", 0o600);
  try {
    let sizeBytes = 0;
    let gathered: Buffer[] = [];
    let waitingBytes = 0;
    for await (const chunk of chunks) {
      gathered.push(chunk);
      waitingBytes += chunk.length;
      sizeBytes += chunk.length;
      if (waitingBytes < gatherBytes) continue;
      await handle.appendFile(Buffer.concat(gathered));
      gathered = [];
      waitingBytes = 0;
    }
    if (waitingBytes > 0) await handle.appendFile(Buffer.concat(gathered));
    return sizeBytes;
  } finally {
    await handle.close();
  }
}
