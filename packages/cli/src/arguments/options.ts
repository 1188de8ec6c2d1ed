import { parseArgs, type ParseArgsConfig } from "node:util";
import { SubmissionID } from "@postern/contract";
import { usage } from "../exit.ts";

/** What every command takes. */
export interface Shared {
  /** Another file for the session than the default. */
  readonly sessionFile?: string | undefined;
  /** Whether a program reads the answer. */
  readonly isJSON: boolean;
}

export const TEXT = { type: "string" } as const;
export const FLAG = { type: "boolean" } as const;
/** Options of every command. */
export const SHARED = { session: TEXT, json: FLAG, help: { ...FLAG, short: "h" } } as const;

/** @throws Failure when it is no id */
export function submissionOf(text: string): SubmissionID {
  const id = SubmissionID.safeParse(text);
  if (id.success) return id.data;
  throw usage("A submission is named by its id: sub_ and 26 letters and digits. See: postern status");
}

export function sharedOf(values: { readonly session?: string; readonly json?: boolean }): Shared {
  return { sessionFile: values.session, isJSON: values.json === true };
}

/** @throws Failure when there are words beside the options */
export function optionsOnly<Parsed extends { readonly positionals: readonly string[] }>(
  parsed: Parsed,
): Parsed {
  if (parsed.positionals.length > 0) throw usage("This command takes options only.");
  return parsed;
}

/**
 * Reads options and words.
 *
 * @throws Failure; the faults of `parseArgs` have words of their own, which repeat options and never values
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : "The options cannot be read.");
  }
}
