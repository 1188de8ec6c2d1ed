import { Worker } from "node:worker_threads";
import type { Done, HostAnswer, HostCall, Task } from "./work.ts";

/** A process of its own, so that nothing else's memory is measured with the workers'. */
const crew: Worker[] = [];

process.on("message", (call: HostCall) => void answer(call));

async function answer({ id, work, file, workers }: HostCall): Promise<void> {
  const tell = (said: HostAnswer) => process.send?.(said);
  try {
    while (crew.length < workers) crew.push(new Worker(new URL("worker-node.mjs", import.meta.url)));
    const begun = performance.now();
    const called = crew.slice(0, workers);
    await Promise.all(
      called.map((worker, index) => ask(worker, { work, file, share: { index, of: workers } })),
    );
    tell({ id, ms: performance.now() - begun });
  } catch (error) {
    tell({ id, failure: String(error) });
  }
}

function ask(worker: Worker, task: Task<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("message", ({ failure }: Done) =>
      failure === undefined ? resolve() : reject(new Error(failure)),
    );
    worker.postMessage(task);
  });
}
