#!/usr/bin/env node
import { homedir } from "node:os";
import { run } from "./run.ts";
import { defaultSessionFile, waitByTimer } from "./system.ts";
import { createTerminal } from "./terminal/terminal.ts";

const stop = new AbortController();
const interrupt = () => stop.abort();
// The second time the system ends it at once.
process.once("SIGINT", interrupt);
process.once("SIGTERM", interrupt);

const { stdin: input, stdout: output, stderr: errors } = process;
process.exitCode = await run(process.argv.slice(2), {
  terminal: createTerminal({ input, output, errors }, stop.signal, interrupt),
  sessionFile: defaultSessionFile(homedir(), process.env["XDG_CONFIG_HOME"]),
  fetch: (resource, init) => fetch(resource, init),
  signal: stop.signal,
  wait: waitByTimer,
});
