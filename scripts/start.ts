import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { totpCode } from "@postern/local-cloud";
import { startDemoCloud, type DemoCloud } from "./demo-cloud.ts";
import { CLINICS } from "./demo-clinics.ts";
import { PEOPLE, PERSON_KEYS, type DemoPerson } from "./demo-people.ts";
import { table } from "./demo/table.ts";
import { isPortTaken } from "./port.ts";

const USAGE = "Usage: npm start -- [--port N] [--logs]";
const DEFAULT_PORT = 4350;
const STEP_SECONDS = 30;

interface Settings {
  readonly port: number;
  readonly showsLogs: boolean;
}

/** @throws Error that says what was wrong with the arguments */
function readSettings(): Settings {
  const { values } = parseArgs({ options: { port: { type: "string" }, logs: { type: "boolean" } } });
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error("A port is a number from 1 to 65535.");
  return { port, showsLogs: values.logs ?? false };
}

function print(world: DemoCloud): void {
  console.log(`
Postern is at ${world.origin}

${peopleTable()}

Whoever has "${ENROLS}" gets a key at the first sign-in. A code is good once; press Enter for fresh ones.
All of this is invented and lies in this process: its keys protect nothing, and it is gone when you press Ctrl-C.
`);
}

const ENROLS = "(enrols)";

function peopleTable(): string {
  const atMs = Date.now();
  const left = STEP_SECONDS - Math.floor((atMs / 1000) % STEP_SECONDS);
  const rows = PERSON_KEYS.map((key) => {
    const { clinic, role, email, password, totpKey }: DemoPerson = PEOPLE[key];
    const factor = totpKey === undefined ? [ENROLS, ""] : [totpKey, totpCode(totpKey, atMs)];
    return [CLINICS[clinic].name, role, email, password, ...factor];
  });
  return table(["clinic", "role", "e-mail", "password", "authenticator key", `code, ${left} s`], rows);
}

async function main({ port, showsLogs }: Settings): Promise<void> {
  console.log("Building what has changed and starting the embedded cloud ...");
  const world = await startDemoCloud({
    port,
    portal: true,
    ...(showsLogs ? { logs: (name, line) => console.log(`${name.padEnd(7)} ${line}`) } : {}),
  });
  print(world);
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
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
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
