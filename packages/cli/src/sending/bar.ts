import { sizeText } from "../terminal/table.ts";
import type { Standing } from "./tally.ts";

const WORDS: Readonly<Record<Standing["phase"], string>> = {
  matching: "comparing",
  sealing: "sealing",
  sending: "sending",
  sent: "sent",
};
const NARROWEST_BAR = 10;
/** Of `comparing`, and of `1023.9 MiB`: fields keep their places, so that the bar does not jump. */
const WORD_WIDTH = 9;
const SIZE_WIDTH = 10;

/** How far it is, on one line that fits the terminal. @param width columns */
export function barLine(standing: Standing, width: number): string {
  const { sentBytes, totalBytes, sentFiles, files, phase } = standing;
  const share = totalBytes === 0 ? 0 : sentBytes / totalBytes;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const sizes = `${sizeText(sentBytes).padStart(SIZE_WIDTH)} of ${sizeText(totalBytes)}`;
  const count = `${String(sentFiles).padStart(String(files).length)} of ${files} files`;
  // One file that is there does not end the sending of the others.
  const shown = phase === "sent" && sentFiles < files ? "sending" : phase;
  const words = `${percent} ${sizes}  ${count}  ${WORDS[shown].padEnd(WORD_WIDTH)}`;
  // A terminal begins a new line when its last column is written.
  const room = width - 1 - words.length - 3;
  if (room < NARROWEST_BAR) return words.slice(0, Math.max(0, width - 1));
  const filled = Math.floor(share * room);
  return `[${"#".repeat(filled)}${"-".repeat(room - filled)}] ${words}`;
}
