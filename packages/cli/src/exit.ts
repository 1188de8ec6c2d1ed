/** What the command tells the program that called it. `docs/cli.md` explains them. */
export const EXIT = {
  ok: 0,
  /** It did not work now and may later: no network, a server in trouble, a quota of the day. */
  failed: 1,
  /** The command was given wrong, or a file of words that it names is none. */
  usage: 2,
  /** Nobody is signed in, or the session file may not be trusted. */
  signedOut: 3,
  /** A file, or what one may do, or a receipt, is refused: the same again is refused again. */
  refused: 4,
  /** There is no such file, submission, place or receipt. */
  missing: 5,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ends without having done what it should: its message is for a person, and holds no facts of anyone's. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exit: ExitCode;
  /** For programs: a word of the server's, or one of ours. */
  readonly code: string;

  constructor(exit: ExitCode, code: string, message: string) {
    super(message);
    this.exit = exit;
    this.code = code;
  }
}

/** The command was given wrong. */
export function usage(message: string): Failure {
  return new Failure(EXIT.usage, "usage", message);
}
