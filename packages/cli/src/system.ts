import type { Wait } from "@postern/client";
import type { Terminal } from "./terminal/terminal.ts";

export { waitByTimer } from "@postern/client";

/** What a command has of the machine that it runs on. */
export interface System {
  readonly terminal: Terminal;
  /** Where the session is kept when no other file is named: an absolute path. */
  readonly sessionFile: string;
  readonly fetch: typeof fetch;
  /** Aborted when the person wants the command to stop. */
  readonly signal: AbortSignal;
  readonly wait: Wait;
}

/** Where the session is kept by default (XDG Base Directory Specification). */
export function defaultSessionFile(home: string, configHome: string | undefined): string {
  // The specification has relative paths ignored.
  const base = configHome?.startsWith("/") === true ? configHome : `${home}/.config`;
  return `${base}/postern/session.json`;
}
