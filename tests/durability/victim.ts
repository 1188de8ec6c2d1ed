import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const Serving = z.object({
  region: z.string(),
  endpoints: z.object({ aws: z.string(), s3: z.string() }),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
  queues: z.object({ arrivals: z.string(), work: z.string() }),
  userPoolID: z.string(),
  noted: z.string(),
  startMs: z.number(),
});

/** A cloud in a process of its own. */
export interface Victim {
  readonly serving: z.infer<typeof Serving>;
  /** Ends it at once, as a crash would; over when it is gone. */
  kill(): Promise<void>;
}

/** Starts the cloud on a directory. @throws Error with what it printed, when it ends before it serves */
export async function startVictim(directory: string): Promise<Victim> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("cloud.ts", import.meta.url)), directory],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const [line] = await Promise.race([firstLine(child), ended(child, errors)]);
  return {
    serving: Serving.parse(JSON.parse(line)),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<readonly [string]> {
  if (child.stdout === null) throw new Error("The cloud has no output.");
  return (await once(createInterface({ input: child.stdout }), "line")) as [string];
}

async function ended(child: ChildProcess, errors: readonly string[]): Promise<never> {
  await once(child, "close");
  throw new Error(`The cloud ended before it served: ${errors.join("")}`);
}
