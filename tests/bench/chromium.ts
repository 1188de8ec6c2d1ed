import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { findBrowser } from "../support/browser.ts";

/**
 * A Chromium that nobody listens in to. Playwright turns the inspector's network domain on, and the inspector then
 * copies the body of every request: a page that sends 8 MiB at a time goes twenty times slower than it does for people.
 */
export interface QuietBrowser {
  /** As the program says it. */
  readonly version: string;
  /** Of the browser's first process; all others descend from it. */
  readonly pid: number;
  /** Opens a page and waits until it has loaded. */
  open(url: string): Promise<QuietPage>;
  /** What every process says of its memory now: events of Chromium's trace format. */
  memoryDump(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface QuietPage {
  /** Runs an expression in the page, waits for its promise, and returns its value. @throws Error what it threw */
  evaluate<T>(expression: string): Promise<T>;
  /** Gives the files at these paths to the page's file input. */
  choose(selector: string, paths: readonly string[]): Promise<void>;
}

// Nothing may reach out, and no page may be slowed down for not being looked at.
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--remote-debugging-pipe",
];
const CLOSING_MS = 5_000;

/** Starts a browser with a profile of its own. @param more further arguments of the program */
export async function launchQuietly(more: readonly string[] = []): Promise<QuietBrowser> {
  const program = await findBrowser();
  const profile = await mkdtemp(join(tmpdir(), "postern-bench-profile-"));
  const child = spawn(program.path, [...ARGS, ...more, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, ...program.env },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const inspector = connect(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const { product } = (await inspector.send("Browser.getVersion")) as { product: string };
  return {
    version: product,
    pid: child.pid ?? 0,
    open: (url) => openPage(inspector, url),
    memoryDump: () => memoryDump(inspector),
    async close() {
      await inspector.send("Browser.close").catch(() => undefined);
      const timer = setTimeout(() => child.kill("SIGKILL"), CLOSING_MS);
      await ended;
      clearTimeout(timer);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function memoryDump(inspector: Inspector): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  inspector.listen("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown[])));
  const includedCategories = ["disabled-by-default-memory-infra"];
  const traceConfig = { includedCategories, excludedCategories: ["*"], memoryDumpConfig: { triggers: [] } };
  await inspector.send("Tracing.start", { traceConfig, transferMode: "ReportEvents" });
  await inspector.send("Tracing.requestMemoryDump", { levelOfDetail: "light" });
  const complete = inspector.once("Tracing.tracingComplete");
  await inspector.send("Tracing.end");
  await complete;
  return events;
}

async function openPage(inspector: Inspector, url: string): Promise<QuietPage> {
  const { targetId } = (await inspector.send("Target.createTarget", { url: "about:blank" })) as {
    targetId: string;
  };
  const attached = await inspector.send("Target.attachToTarget", { targetId, flatten: true });
  const { sessionId } = attached as { sessionId: string };
  const send = (method: string, params: object = {}) => inspector.send(method, params, sessionId);
  const loaded = inspector.once("Page.loadEventFired", sessionId);
  await send("Page.enable");
  await send("Page.navigate", { url });
  await loaded;
  await send("Page.disable");
  return {
    evaluate: async <T>(expression: string) => {
      const answer = (await send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      })) as Evaluated;
      const { exceptionDetails } = answer;
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return answer.result.value as T;
    },
    async choose(selector, paths) {
      const { root } = (await send("DOM.getDocument")) as { root: { nodeId: number } };
      const { nodeId } = (await send("DOM.querySelector", { nodeId: root.nodeId, selector })) as {
        nodeId: number;
      };
      await send("DOM.setFileInputFiles", { nodeId, files: paths });
      await send("DOM.disable");
    },
  };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

interface Inspector {
  send(method: string, params?: object, sessionId?: string): Promise<unknown>;
  once(method: string, sessionId?: string): Promise<void>;
  /** Hears these events of the browser itself, instead of whoever heard them before. */
  listen(method: string, act: (params: Readonly<Record<string, unknown>>) => void): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Speaks the browser's own protocol: JSON texts, each ended by a zero byte. */
function connect(output: Writable, input: Readable): Inspector {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const expected: { method: string; sessionId: string | undefined; resolve: () => void }[] = [];
  const listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  let lastID = 0;
  let rest = "";
  const hear = ({ id, method = "", sessionId, params = {}, result, error }: Message) => {
    if (id === undefined) {
      listeners.get(method)?.(params);
      const index = expected.findIndex((each) => each.method === method && each.sessionId === sessionId);
      if (index >= 0) expected.splice(index, 1)[0]?.resolve();
      return;
    }
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  };
  input.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages) hear(JSON.parse(message) as Message);
  });
  input.once("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the browser has gone"));
    waiting.clear();
  });
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = (lastID += 1);
        waiting.set(id, { resolve, reject });
        output.write(
          `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
        );
      }),
    once: (method, sessionId) =>
      new Promise((resolve) => {
        expected.push({ method, sessionId, resolve });
      }),
    listen: (method, act) => void listeners.set(method, act),
  };
}
