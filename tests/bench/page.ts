import type { Done, Task } from "./work.ts";

declare global {
  interface Window {
    /** Lets workers do a piece of work on the chosen file. @returns milliseconds */
    bench: (work: string, workers: number) => Promise<number>;
  }
}

const crew: Worker[] = [];

window.bench = async (work, workers) => {
  const file = document.querySelector("input")?.files?.[0];
  if (file === undefined) throw new Error("no file was chosen");
  while (crew.length < workers) crew.push(new Worker("worker.js", { type: "module" }));
  const begun = performance.now();
  const called = crew.slice(0, workers);
  await Promise.all(
    called.map((worker, index) => ask(worker, { work, file, share: { index, of: workers } })),
  );
  return performance.now() - begun;
};

function ask(worker: Worker, task: Task<File>): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Done>) =>
      data.failure === undefined ? resolve() : reject(new Error(data.failure));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  });
}
