import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LIMITS, PROBLEM_STATUS, type ProblemKind } from "@postern/contract";
import { ApiProblem } from "@postern/client";
import { EN as SESSION } from "../web/src/features/session/words.en.ts";
import { EN as SIGN_IN } from "../web/src/features/sign-in/words.en.ts";
import { EN as STEP_UP } from "../web/src/features/step-up/words.en.ts";
import { EN as UPLOAD } from "../web/src/features/upload/words.en.ts";
import { troubleOf } from "../web/src/lib/trouble.ts";
import { EN, type TroubleWords } from "../web/src/words.en.ts";
import { ROOT } from "./bundle.ts";

/** A code that the server may answer with. */
export interface ServerCode {
  readonly kind: ProblemKind;
  readonly code: string;
}

/** What a person reads of a failure: what is so, and the next step. */
export interface Sentence {
  readonly code: string;
  readonly says: string;
}

/** Every code that the functions' sources name. */
export async function serverCodes(): Promise<readonly ServerCode[]> {
  const found = new Map<string, ServerCode>();
  for (const folder of ["packages/core/src", "packages/functions/src"]) {
    for (const file of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!/^(?!.*\.(test|fixture)\.ts$).*\.ts$/.test(file)) continue;
      const source = await readFile(join(ROOT, folder, file), "utf8");
      for (const [, kind = "", code = ""] of source.matchAll(/new Problem\(\s*"([a-z-]+)",\s*"([a-z-]+)"/g)) {
        if (isKind(kind)) found.set(code, { kind, code });
      }
    }
  }
  return [...found.values()].sort((one, other) => one.code.localeCompare(other.code, "en"));
}

const isKind = (word: string): word is ProblemKind => word in PROBLEM_STATUS;

/** Codes whose kind says exactly what is so; every other code needs words of its own. */
export const SAID_BY_KIND: readonly string[] = [
  "forbidden",
  "input",
  "internal",
  "not-found",
  "queue-missing",
  "task-changed",
  "too-many-calls",
  "unavailable",
];

/** The sentence of a server's code; undefined when it falls through. */
export function sentenceOf({ kind, code }: ServerCode): Sentence | undefined {
  const trouble = troubleOf(new ApiProblem("", { status: PROBLEM_STATUS[kind], code }));
  const table = (words: object): string | undefined =>
    (words as Readonly<Record<string, string | undefined>>)[code];
  const own: Readonly<Record<string, TroubleWords>> = EN.codes;
  const says =
    (trouble.ending === undefined ? undefined : inOne(SESSION.endings[trouble.ending])) ??
    table(SIGN_IN.faults) ??
    (code.startsWith("step-up-") ? stepUp(code) : undefined) ??
    (own[code] === undefined ? undefined : inOne(own[code])) ??
    (SAID_BY_KIND.includes(code) ? inOne(EN.troubles[trouble.kind]) : undefined);
  return says === undefined ? undefined : { code, says };
}

const inOne = ({ title, text }: TroubleWords) => `${title} ${text}`;
const stepUp = (code: string) => (code === "step-up-required" ? STEP_UP.usedUp : STEP_UP.refused);

/** What goes wrong on the device, with the network or the store, and is no answer of the server. */
function ownSentences(): readonly Sentence[] {
  const kinds = Object.entries(EN.troubles).map(([kind, words]) => ({ code: kind, says: inOne(words) }));
  return [...kinds, { code: "worker", says: inOne(EN.codes.worker) }];
}

/** Why a file is not taken. */
function refusals(): readonly Sentence[] {
  const { refused } = UPLOAD;
  const simple = (["type", "empty", "unreadable", "password", "broken"] as const).map((code) => ({
    code,
    says: `${refused[code].word}. ${refused[code].text}`,
  }));
  const tooBig = `${refused.tooBig}. ${refused.tooBigText("6.0 GB", "5.0 GB")} ${refused.call}`;
  const tooMany = `${refused.tooMany}. ${refused.tooManyText(LIMITS.documentsPerSubmission)}`;
  return [...simple, { code: "too-large", says: tooBig }, { code: "too-many", says: tooMany }];
}

/** The page of the documents that lists them all. @throws Error when a code of the server falls through */
export async function errorTable(): Promise<string> {
  const answers = (await serverCodes()).map((each) => {
    const sentence = sentenceOf(each);
    if (sentence === undefined) throw new Error(`${each.code} has no sentence of its own`);
    return { ...sentence, code: `${PROBLEM_STATUS[each.kind]} \`${each.code}\`` };
  });
  const named = (sentences: readonly Sentence[]) =>
    sentences.map(({ code, says }) => ({ says, code: `\`${code}\`` }));
  return [
    "# What can go wrong, and what a person reads",
    "Written by `npm run errors` from the words of the portal; a test compares the two, and fails when a code has no sentence of its own. Each sentence says first what is so, then what to do. The help code on the page is the request's id or the code.",
    "## The server's answers",
    table("status and code", answers),
    "## On the device, on the way, and in the store",
    "An answer of the server without a code of ours is told by its status, as the kinds of this table.",
    table("kind", named(ownSentences())),
    "## A file that is not taken",
    table("reason", named(refusals())),
  ].join("\n\n");
}

function table(head: string, sentences: readonly Sentence[]): string {
  const rows = sentences.map(({ code, says }) => `| ${code} | ${says} |`);
  return [`| ${head} | what the person reads |`, "| --- | --- |", ...rows].join("\n");
}
