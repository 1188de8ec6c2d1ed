import type { SubmissionID } from "@postern/contract";
import { usage } from "../exit.ts";
import { portalOrigin } from "../portal-origin.ts";
import { SHARED, TEXT, optionsOnly, readOptions, sharedOf, submissionOf, type Shared } from "./options.ts";
import { parseSubmit, type SubmitCommand } from "./submit.ts";

export interface VerifyCommand extends Shared {
  readonly name: "receipt verify";
  readonly file: string;
  readonly keysFile?: string | undefined;
  readonly portal?: string | undefined;
}

export type Command =
  | { readonly name: "help"; readonly topic?: string | undefined }
  | (Shared & { readonly name: "sign-in"; readonly portal: string })
  | (Shared & { readonly name: "sign-out" })
  | (Shared & { readonly name: "clinic" })
  | (Shared & { readonly name: "status"; readonly submissionID?: SubmissionID | undefined })
  | (Shared & { readonly name: "cancel"; readonly submissionID: SubmissionID })
  | SubmitCommand
  | VerifyCommand;

/**
 * Reads what was typed after `postern`.
 *
 * @throws Failure that says what is wrong with it
 */
export function parseCommand(words: readonly string[]): Command {
  const [name = "help", ...rest] = words;
  if (name === "-h" || name === "--help") return { name: "help" };
  if (asksForHelp(rest)) return { name: "help", topic: name };
  switch (name) {
    case "help":
      return { name, topic: rest[0] };
    case "sign-in":
      return signIn(rest);
    case "sign-out":
    case "clinic":
      return { name, ...sharedOf(optionsOnly(readOptions(rest, SHARED)).values) };
    case "status":
      return status(rest);
    case "cancel":
      return cancel(rest);
    case "submit":
      return parseSubmit(rest);
    case "receipt":
      return receipt(rest);
    default:
      throw usage(`There is no command "${name}".`);
  }
}

function signIn(words: readonly string[]): Command {
  const { values } = optionsOnly(readOptions(words, { ...SHARED, portal: TEXT }));
  if (values.portal === undefined) throw usage("Say which portal: --portal URL");
  return { name: "sign-in", portal: portalOrigin(values.portal), ...sharedOf(values) };
}

function status(words: readonly string[]): Command {
  const { values, positionals } = readOptions(words, SHARED);
  if (positionals.length > 1) throw usage("One submission at a time.");
  const [id] = positionals;
  return {
    name: "status",
    submissionID: id === undefined ? undefined : submissionOf(id),
    ...sharedOf(values),
  };
}

function cancel(words: readonly string[]): Command {
  const { values, positionals } = readOptions(words, SHARED);
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw usage("Name one submission: postern cancel SUBMISSION");
  return { name: "cancel", submissionID: submissionOf(id), ...sharedOf(values) };
}

function receipt([verb, ...words]: readonly string[]): Command {
  if (verb !== "verify") throw usage("What of the receipt? postern receipt verify FILE");
  const { values, positionals } = readOptions(words, { ...SHARED, keys: TEXT, portal: TEXT });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw usage("Name one receipt: postern receipt verify FILE");
  if (values.keys !== undefined && values.portal !== undefined)
    throw usage("Either --keys or --portal, not both.");
  const portal = values.portal === undefined ? undefined : portalOrigin(values.portal);
  return { name: "receipt verify", file, keysFile: values.keys, portal, ...sharedOf(values) };
}

/** What stands behind `--` are names of files. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}
