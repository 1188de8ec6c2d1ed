import { createInterface } from "node:readline";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FaultOptions, Place } from "@postern/local-cloud";
import { ROOT } from "./bundle.ts";
import { startDemoCloud } from "./demo-cloud.ts";
import { faultsNotice, gentleFaults } from "./demo/faults.ts";
import { peopleTable, welcome } from "./demo/welcome.ts";
import { isPortTaken } from "./port.ts";
import { OUTBOX_PATH } from "./topology.ts";

const USAGE = "Usage: npm start -- [--port N] [--directory PATH] [--fresh] [--logs] [--faults [SEED]]";
const DEFAULT_PORT = 4350;
const DEFAULT_DIRECTORY = join(ROOT, ".postern");

interface Settings {
  readonly port: number;
  readonly directory: Place;
  readonly showsLogs: boolean;
  readonly faults: FaultOptions | undefined;
  /** The command that begins again where this one is. */
  readonly again: string;
}

/** @throws Error that says what was wrong with the arguments */
function readSettings(): Settings {
  const { values, positionals } = parseArgs({
    // Only a seed stands by itself: an option of Node's parser has a value always or never.
    allowPositionals: true,
    options: {
      port: { type: "string" },
      directory: { type: "string" },
      fresh: { type: "boolean" },
      logs: { type: "boolean" },
      faults: { type: "boolean" },
    },
  });
  const [seed, ...others] = positionals;
  if (others.length > 0 || (seed !== undefined && values.faults !== true))
    throw new Error(`Unexpected: ${positionals.join(" ")}.`);
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error("A port is a number from 1 to 65535.");
  const directory = { path: values.directory ?? DEFAULT_DIRECTORY, isFresh: values.fresh ?? false };
  const faults = values.faults === true ? gentleFaults(seed) : undefined;
  const named = (["directory", "port"] as const).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, values[name]],
  );
  const again = ["npm start -- --fresh", ...named].join(" ");
  return { port, directory, showsLogs: values.logs ?? false, faults, again };
}

async function main({ port, directory, showsLogs, faults, again }: Settings): Promise<void> {
  console.log("Building what has changed and starting the embedded cloud ...");
  const world = await startDemoCloud({
    port,
    directory,
    portal: true,
    stories: true,
    runsSchedules: true,
    ...(faults === undefined ? {} : { faults }),
    ...(showsLogs ? { logs: (name, line) => console.log(`${name.padEnd(7)} ${line}`) } : {}),
  });
  console.log(welcome(world.origin, directory.path, again));
  console.log(`Nothing is mailed; what would have been is at ${world.origin}${OUTBOX_PATH}\n`);
  if (faults !== undefined) console.log(faultsNotice(faults));
  const input = createInterface({ input: process.stdin });
  input.on("line", () => console.log(`${peopleTable()}\n`));
  const stop = () => {
    input.close();
    process.stdin.destroy();
    void world.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

let settings: Settings | undefined;
try {
  settings = readSettings();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  // Node goes on about positional arguments.
  console.error(`${message.replace(/ To specify a positional argument.*/s, "")}\n${USAGE}`);
  process.exitCode = 2;
}
try {
  if (settings !== undefined) await main(settings);
} catch (error) {
  const isTaken = isPortTaken(error);
  const message = error instanceof Error ? error.message : String(error);
  console.error(isTaken ? `Port ${settings?.port} is taken. Choose another: npm start -- --port N` : message);
  process.exitCode = 1;
}
