import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** A function did not answer: it threw, ran out of time, or its environment was killed. `code` is Lambda's error type. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface EnvironmentOptions {
  readonly functionName: string;
  /** Absolute path of the bundled ES module. */
  readonly file: string;
  readonly handlerName: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** All of `process.env` inside. */
  readonly variables: Readonly<Record<string, string>>;
  /** Receives what the function prints, line by line. */
  readonly log: (line: string) => void;
}

/** One execution environment: a worker thread that handles one event at a time. */
export interface Environment {
  readonly isBusy: boolean;
  /** False once its thread has ended. */
  readonly isAlive: boolean;
  /** @throws FunctionError */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the thread at once; who waits for an answer gets a `Runtime.ExitError`. */
  kill(reason: string): Promise<void>;
}

const initSeconds = 10;

interface Reply {
  readonly ready?: boolean;
  readonly message?: string;
  readonly result?: string;
  readonly failure?: { readonly type: string; readonly message: string };
}

/** Starts an environment; it loads its module at once and answers the first event when that is done. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    env: { ...options.variables },
    workerData: { file: pathToFileURL(options.file).href, handlerName: options.handlerName },
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMegabytes },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) logLines(stream, options.log);

  let isAlive = true;
  let pending: { resolve: (value: unknown) => void; reject: (error: Error) => void } | undefined;
  let markReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => (markReady = resolve));

  const end = (code: string, reason: string) => {
    isAlive = false;
    pending?.reject(new FunctionError(code, reason));
    pending = undefined;
    markReady();
    return worker.terminate();
  };
  worker.on("message", (reply: Reply) => {
    if (reply.ready === true) markReady();
    else if (reply.ready === false) void end("Runtime.InitError", reply.message ?? "");
    else if (reply.failure) pending?.reject(new FunctionError(reply.failure.type, reply.failure.message));
    else pending?.resolve(JSON.parse(reply.result ?? "null"));
  });
  worker.on("error", (error) => void end("Runtime.ExitError", error.message));
  worker.on("exit", () => void end("Runtime.ExitError", "The environment has ended."));

  return {
    get isBusy() {
      return pending !== undefined;
    },
    get isAlive() {
      return isAlive;
    },
    invoke(event) {
      if (pending) throw new Error("An environment handles one event at a time.");
      const answer = new Promise<unknown>((resolve, reject) => (pending = { resolve, reject }));
      const limit = (seconds: number) =>
        setTimeout(
          () => void end("Sandbox.Timedout", `Task timed out after ${seconds} seconds`),
          seconds * 1000,
        );
      // Loading the module has a limit of its own, as in Lambda.
      let timer = limit(initSeconds);
      void ready.then(() => {
        clearTimeout(timer);
        if (!isAlive) return;
        timer = limit(options.timeoutSeconds);
        worker.postMessage(callOf(event, options));
      });
      return answer.finally(() => {
        clearTimeout(timer);
        pending = undefined;
      });
    },
    async kill(reason) {
      await end("Runtime.ExitError", reason);
    },
  };
}

function callOf(
  event: unknown,
  { functionName, memoryMegabytes, timeoutSeconds }: EnvironmentOptions,
): object {
  return {
    event,
    context: {
      awsRequestId: randomUUID(),
      functionName,
      functionVersion: "$LATEST",
      memoryLimitInMB: String(memoryMegabytes),
      deadlineMs: Date.now() + timeoutSeconds * 1000,
    },
  };
}

function logLines(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream }).on("line", log);
}
