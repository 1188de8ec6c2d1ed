import { parseCommand, type Command } from "./arguments/command.ts";
import { cancel } from "./commands/cancel.ts";
import { showClinic } from "./commands/clinic.ts";
import { verify } from "./commands/receipt.ts";
import { signIn } from "./commands/sign-in.ts";
import { signOut } from "./commands/sign-out.ts";
import { listSubmissions, showSubmission } from "./commands/status.ts";
import { submit } from "./commands/submit.ts";
import { EXIT, type ExitCode, type Failure } from "./exit.ts";
import { failureOf } from "./failure.ts";
import { helpText } from "./help.ts";
import { connect, wake, type Connection } from "./session/connect.ts";
import { readSession } from "./session/session-file.ts";
import type { System } from "./system.ts";

/**
 * Does what was typed after `postern`, and says what went wrong.
 *
 * @returns the exit code; it throws nothing
 */
export async function run(words: readonly string[], system: System): Promise<ExitCode> {
  let files: readonly string[] = [];
  try {
    const command = parseCommand(words);
    if (command.name === "submit") ({ files } = command);
    return await perform(command, system);
  } catch (error) {
    const failure = failureOf(error, files, system.signal.aborted);
    tell(system, failure, words.includes("--json"));
    return failure.exit;
  } finally {
    system.terminal.close();
  }
}

async function perform(command: Command, system: System): Promise<ExitCode> {
  const { terminal } = system;
  if (command.name === "help") {
    terminal.print(helpText(command.topic));
    return EXIT.ok;
  }
  const { sessionFile = system.sessionFile, isJSON } = command;
  const signedIn = async (): Promise<Connection> => connect(system, await readSession(sessionFile));
  switch (command.name) {
    case "sign-in":
      return signIn(system, { portal: command.portal, sessionFile });
    case "sign-out":
      return signOut(system, sessionFile);
    case "receipt verify":
      return verify(system, command, sessionFile);
    case "submit":
      return submit(system, await signedIn(), command);
    case "clinic":
      return showClinic(await awake(signedIn()), terminal, isJSON);
    case "cancel":
      return cancel(await awake(signedIn()), terminal, command);
    case "status": {
      const connection = await awake(signedIn());
      const { submissionID } = command;
      if (submissionID === undefined) return listSubmissions(connection, terminal, isJSON);
      return showSubmission(connection, terminal, { submissionID, isJSON });
    }
  }
}

async function awake(connecting: Promise<Connection>): Promise<Connection> {
  const connection = await connecting;
  await wake(connection);
  return connection;
}

function tell({ terminal }: System, { message, code, exit }: Failure, isJSON: boolean): void {
  if (isJSON) return terminal.print(JSON.stringify({ event: "failed", code, exit, message }));
  terminal.note(message);
  if (exit === EXIT.usage) terminal.note("See: postern help");
}
