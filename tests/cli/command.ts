import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCommand } from "../../scripts/cli-build.ts";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { nextCode } from "../../scripts/demo/sign-in.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

/** What became of a command. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly exit: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A command under way. */
export interface Running {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  /** Types lines at its questions. */
  type(...lines: readonly string[]): void;
  /** Waits for words to a person. */
  untilSays(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it as a power cut would. */
  kill(): void;
  /** Asks it to stop, as Ctrl-C does. */
  interrupt(): void;
}

/** The built command, in a place of its own. */
export interface Command {
  /** A directory for files of the test. */
  readonly directory: string;
  /** Where the session is kept: the default below the home directory. */
  readonly sessionFile: string;
  /** Begins a command; its input stays open. */
  start(words: readonly string[]): Running;
  /** Runs a command to its end. @param input all that is typed */
  run(words: readonly string[], ...input: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Builds the command as a practice gets it, to be run by Node alone and with nothing of this process's environment. */
export async function installCommand(): Promise<Command> {
  const directory = await mkdtemp(join(tmpdir(), "postern-cli-"));
  const file = await buildCommand(join(directory, "postern.mjs"));
  const start = (words: readonly string[]) =>
    follow(spawn(process.execPath, [file, ...words], { cwd: directory, env: { HOME: directory } }));
  return {
    directory,
    sessionFile: join(directory, ".config/postern/session.json"),
    start,
    run(words, ...input) {
      const running = start(words);
      running.type(...input);
      running.hangUp();
      return running.ended;
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Signs in at the keyboard, as it were. */
export async function signIn(command: Command, world: World, person: DemoPerson): Promise<Ended> {
  const code = await nextCode(world.codeOf, person);
  return command.run(["sign-in", "--portal", world.origin], person.email, person.password, code);
}

/** The events of `--json`. */
export function eventsOf({ output }: Pick<Ended, "output">): readonly Readonly<Record<string, unknown>>[] {
  const lines = output.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function follow(child: ChildProcessWithoutNullStreams): Running & { hangUp(): void } {
  const said = { output: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.errors += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve({ exit, ...said }));
  });
  return {
    pid: child.pid,
    ended,
    type: (...lines) => lines.forEach((line) => child.stdin.write(`${line}\n`)),
    untilSays: (pattern) => until(`words like ${pattern}`, () => pattern.exec(said.errors)),
    kill: () => void child.kill("SIGKILL"),
    interrupt: () => void child.kill("SIGINT"),
    hangUp: () => child.stdin.end(),
  };
}
