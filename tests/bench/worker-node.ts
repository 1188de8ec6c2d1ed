import { openAsBlob } from "node:fs";
import { open } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import type { SourceFile } from "@postern/client";
import { awsClient } from "./aws-node.ts";
import type { Done, Task } from "./work.ts";
import { worksWith } from "./works.ts";

const works = worksWith(awsClient);

parentPort?.on("message", (task: Task<string>) => void answer(task));

async function answer({ work, file: path, share }: Task<string>): Promise<void> {
  const tell = (done: Done) => parentPort?.postMessage(done);
  const handle = await open(path);
  try {
    const { size: sizeBytes } = await handle.stat();
    const file: SourceFile = {
      name: "bench.bin",
      sizeBytes,
      blob: await openAsBlob(path),
      async read(start, end) {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      },
    };
    await works[work]?.(file, share);
    tell({});
  } catch (error) {
    tell({ failure: String(error) });
  } finally {
    await handle.close();
  }
}
