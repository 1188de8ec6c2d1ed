import { fork } from "node:child_process";
import { join } from "node:path";
import { launchQuietly } from "./chromium.ts";
import { ownersIn, type Owners } from "./owners.ts";
import { memoryBytes, rendererPIDs, threadTimes, type ThreadTimes } from "./processes.ts";
import { serveFiles } from "./serve.ts";
import type { HostAnswer, HostCall } from "./work.ts";

/** Workers on one file, in a browser or in Node. */
export interface Crew {
  readonly runtime: string;
  /** Lets this many of them do a piece of work. @returns milliseconds @throws Error what one of them met */
  run(work: string, workers: number): Promise<number>;
  /** What the process that they live in holds in memory. */
  memoryBytes(): Promise<number>;
  /** Whose memory it is, as the browser says; undefined where nobody says it. */
  owners?: () => Promise<Owners>;
  /** What every thread has used up so far, those of the browser that reads the file included. */
  threadTimes(): Promise<ThreadTimes>;
  close(): Promise<void>;
}

/** @param directory as `bundleBench` has filled it @param path of the file */
export async function browserCrew(directory: string, path: string): Promise<Crew> {
  const server = await serveFiles(directory);
  const browser = await launchQuietly();
  const page = await browser.open(server.origin);
  await page.choose("input", [path]);
  return {
    runtime: browser.version,
    run: (work, workers) => page.evaluate<number>(`bench(${JSON.stringify(work)}, ${workers})`),
    memoryBytes: async () => memoryBytes(await rendererPIDs(browser.pid)),
    owners: async () => ownersIn(await browser.memoryDump(), await rendererPIDs(browser.pid)),
    threadTimes: () => threadTimes(browser.pid),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** As `browserCrew`, in threads of a Node process. */
export function nodeCrew(directory: string, path: string): Crew {
  const host = fork(join(directory, "node-host.mjs"), { execArgv: [] });
  const ended = new Promise<void>((resolve) => host.once("exit", () => resolve()));
  let lastID = 0;
  return {
    runtime: `Node ${process.version}`,
    run: (work, workers) =>
      new Promise((resolve, reject) => {
        lastID += 1;
        const call: HostCall = { id: lastID, work, file: path, workers };
        host.once("message", (answer: HostAnswer) =>
          "failure" in answer ? reject(new Error(answer.failure)) : resolve(answer.ms),
        );
        host.send(call);
      }),
    memoryBytes: () => memoryBytes([host.pid ?? 0]),
    threadTimes: () => threadTimes(host.pid ?? 0),
    async close() {
      host.kill();
      await ended;
    },
  };
}
