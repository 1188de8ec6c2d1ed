import type { Waiting } from "@postern/client";
import { LIMITS } from "@postern/contract";
import { formatSize, formatTime, formatWhen } from "../../lib/format.ts";
import { messages } from "../../lib/language.ts";
import { minutesWords } from "../../words.ts";
import type { PreparedProblem } from "../preparing/prepare.ts";
import { percentOf, type UploadState } from "./machine.ts";
import type { UploadFile } from "./rows.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** Words of the pages for sending, in the language of the page. */
export const UPLOAD_WORDS = messages(EN, ES);

/** What may be sent, in one line. */
export function limitsWords(): string {
  return UPLOAD_WORDS.limits(formatSize(LIMITS.documentSizeBytes), LIMITS.documentsPerSubmission);
}

/** What is wrong with a note; it is never cut without a word. */
export function noteFault(note: string): string | undefined {
  return note.length <= LIMITS.noteLength
    ? undefined
    : UPLOAD_WORDS.noteTooLong(note.length, LIMITS.noteLength);
}

/** When a referral was begun, an ISO 8601 instant: the time of today, or else the day as well. */
export function begunWords(begunAt: string): string {
  const isToday = new Date(begunAt).toDateString() === new Date().toDateString();
  return isToday
    ? UPLOAD_WORDS.begunToday(formatTime(begunAt))
    : UPLOAD_WORDS.begunBefore(formatWhen(begunAt));
}

/** Why a file is not taken, in two parts: what is so, and what to do. */
export function refusalWords(
  reason: PreparedProblem,
  file: Pick<UploadFile, "sizeBytes">,
  phone: string | undefined,
): { readonly word: string; readonly text: string } {
  const { refused } = UPLOAD_WORDS;
  switch (reason) {
    case "type":
    case "empty":
    case "unreadable":
    case "password":
    case "broken":
      return refused[reason];
    case "too-large": {
      const most = formatSize(LIMITS.documentSizeBytes);
      const call = phone === undefined ? refused.call : refused.callAt(phone);
      return {
        word: refused.tooBig,
        text: `${refused.tooBigText(formatSize(file.sizeBytes), most)} ${call}`,
      };
    }
    case "too-many":
      return { word: refused.tooMany, text: refused.tooManyText(LIMITS.documentsPerSubmission) };
  }
}

/** "2 of 8 files are with the clinic" */
export function countOf({ files, stage }: UploadState): string {
  const sent = stage === "handed-in" ? files.length : files.filter(({ state }) => state === "sent").length;
  return UPLOAD_WORDS.countOf(sent, files.length);
}

/** What is so while nothing moves. */
export function waitingWords({ why }: Pick<Waiting, "why">): string {
  return why === "offline" ? UPLOAD_WORDS.waiting : UPLOAD_WORDS.busy;
}

/** What is said below the bar: the truth about locked screens, or why nothing moves. */
export function stillWords({ stage, waiting }: UploadState): string {
  if (stage === "paused") return UPLOAD_WORDS.paused;
  if (stage === "locked") return UPLOAD_WORDS.locked;
  return waiting === undefined ? UPLOAD_WORDS.lockTruth : waitingWords(waiting);
}

/** "1.2 MB a second. About 3 minutes left." */
export function paceWords(speed: number, secondsLeft: number): string {
  const left = secondsLeft < 60 ? UPLOAD_WORDS.momentLeft : UPLOAD_WORDS.timeLeft(minutesWords(secondsLeft));
  return UPLOAD_WORDS.pace(formatSize(speed), left);
}

/** Per cents are told aloud in steps of so many. */
const SPOKEN_STEP = 10;

/**
 * What the one live region says. It changes at the start, at each tenth, when the network goes or comes back, at a
 * pause, a refusal, a failure, and at the end; never per cent by per cent.
 */
export function announcementOf(state: UploadState): string {
  const { failed, said, cancelled } = UPLOAD_WORDS;
  switch (state.stage) {
    case "choosing":
      return choosingWords(state);
    case "sending": {
      const step = Math.floor(percentOf(state) / SPOKEN_STEP) * SPOKEN_STEP;
      return step === 0 ? said.sending(state.files.length) : said.percent(step);
    }
    case "waiting":
    case "paused":
    case "locked":
      return stillWords(state);
    case "failed":
      return `${failed}.`;
    case "cancelled":
      return `${cancelled}.`;
    case "handed-in":
      return said.done(state.files.length);
  }
}

function choosingWords({ files, repeated }: UploadState): string {
  const { said } = UPLOAD_WORDS;
  if (files.length === 0) return "";
  if (files.some(({ state }) => state === "checking")) return said.checking;
  const refused = files.filter(({ state }) => state === "refused").length;
  return [
    said.ready(files.length - refused),
    ...(refused === 0 ? [] : [said.needYou(refused)]),
    ...(repeated.length === 0 ? [] : [UPLOAD_WORDS.repeated(repeated)]),
  ].join(" ");
}
