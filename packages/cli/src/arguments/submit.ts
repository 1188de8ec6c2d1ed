import type { ResumePolicy } from "@postern/client";
import {
  KINDS,
  SERVICES,
  URGENCIES,
  WRITTEN_LANGUAGES,
  type Service,
  type SubmissionID,
  type SubmissionKind,
  type Urgency,
  type WrittenLanguage,
} from "@postern/contract";
import { usage } from "../exit.ts";
import { FLAG, SHARED, TEXT, readOptions, sharedOf, submissionOf, type Shared } from "./options.ts";

/** A new submission, or the one that is gone on with. */
export type Target =
  | {
      readonly kind: SubmissionKind;
      /** Id or name. */
      readonly location: string;
      readonly service?: Service | undefined;
      readonly urgency: Urgency;
      readonly language?: WrittenLanguage | undefined;
    }
  | ({ readonly resume: SubmissionID } & ResumePolicy);

export interface SubmitCommand extends Shared {
  readonly name: "submit";
  readonly target: Target;
  readonly files: readonly string[];
  readonly noteFile?: string | undefined;
  readonly patientFile?: string | undefined;
  /** Whether to stay until the clinic has it. */
  readonly waits: boolean;
  /** Where the receipt goes. */
  readonly receiptFile?: string | undefined;
}

const FACTS = { kind: TEXT, location: TEXT, service: TEXT, urgency: TEXT, language: TEXT } as const;
const SUBMIT = {
  ...SHARED,
  ...FACTS,
  resume: TEXT,
  "send-changed": FLAG,
  "leave-out": FLAG,
  "note-file": TEXT,
  "patient-file": TEXT,
  wait: FLAG,
  receipt: TEXT,
} as const;

/** Reads `postern submit`. @throws Failure */
export function parseSubmit(words: readonly string[]): SubmitCommand {
  const { values, positionals: files } = readOptions(words, SUBMIT);
  if (files.length === 0) throw usage("Name at least one file.");
  return {
    name: "submit",
    target: targetOf(values),
    files,
    noteFile: values["note-file"],
    patientFile: values["patient-file"],
    waits: values.wait === true || values.receipt !== undefined,
    receiptFile: values.receipt,
    ...sharedOf(values),
  };
}

type FactValues = { readonly [Name in keyof typeof FACTS]?: string | undefined };
interface ResumeValues {
  readonly resume?: string | undefined;
  readonly "send-changed"?: boolean | undefined;
  readonly "leave-out"?: boolean | undefined;
}

function targetOf(values: FactValues & ResumeValues): Target {
  const { resume } = values;
  if (resume !== undefined) return resumed(resume, values);
  if (values["send-changed"] === true || values["leave-out"] === true)
    throw usage("--send-changed and --leave-out are for --resume.");
  return begun(values);
}

function resumed(resume: string, values: FactValues & ResumeValues): Target {
  const given = Object.keys(FACTS).filter((name) => values[name as keyof FactValues] !== undefined);
  if (given.length > 0) throw usage(`--resume goes on as it was begun: leave out --${given.join(", --")}.`);
  return {
    resume: submissionOf(resume),
    ...(values["send-changed"] === true ? { changed: "send-anew" } : {}),
    ...(values["leave-out"] === true ? { leaveOut: "abandon" } : {}),
  };
}

function begun({ kind, location, service, urgency, language }: FactValues): Target {
  if (kind === undefined || location === undefined)
    throw usage("Say what it is and where it goes: --kind and --location. See: postern clinic");
  return {
    kind: oneOf("--kind", KINDS, kind),
    location,
    service: service === undefined ? undefined : oneOf("--service", SERVICES, service),
    urgency: oneOf("--urgency", URGENCIES, urgency ?? "routine"),
    language: language === undefined ? undefined : oneOf("--language", WRITTEN_LANGUAGES, language),
  };
}

function oneOf<const Word extends string>(option: string, words: readonly Word[], given: string): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw usage(`${option} is one of: ${words.join(", ")}.`);
  return found;
}
