import type { Readable, Writable } from "node:stream";
import { createQuestions, type Questions } from "./questions.ts";

/** Where a command speaks and asks. Answers go to standard output; progress, questions and faults to standard error. */
export interface Terminal extends Questions {
  /** Whether a line on it can be drawn anew. */
  readonly isInteractive: boolean;
  /** Columns of a line. */
  readonly width: number;
  /** One line of the answer. */
  print(line: string): void;
  /** One line for a person who looks on. */
  note(line: string): void;
  /** Draws the last line anew, where the terminal can; the next `note` begins below it. */
  redraw(line: string): void;
  /** Gives back the keyboard. */
  close(): void;
}

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

const DEFAULT_WIDTH = 80;
const CLEAR_LINE = "\r\u001b[K";
/** Names of files and words of servers go to the terminal, which would obey these. */
const COMMANDS = /[^\P{Cc}\n]|\p{Bidi_Control}/gu;
const plain = (text: string) => text.replace(COMMANDS, "\ufffd");

/** @param stopped aborted when the person wants to stop: an open question then rejects */
export function createTerminal(
  { input, output, errors }: TerminalStreams,
  stopped: AbortSignal,
  onInterrupt: () => void,
): Terminal {
  let isDrawn = false;
  const questions = createQuestions(input, errors, stopped, onInterrupt);
  const endDrawing = () => {
    if (isDrawn) errors.write("\n");
    isDrawn = false;
  };
  return {
    ...questions,
    isInteractive: errors.isTTY === true,
    get width() {
      return errors.columns ?? DEFAULT_WIDTH;
    },
    print(line) {
      endDrawing();
      output.write(`${plain(line)}\n`);
    },
    note(line) {
      endDrawing();
      errors.write(`${plain(line)}\n`);
    },
    redraw(line) {
      errors.write(CLEAR_LINE + plain(line));
      isDrawn = true;
    },
  };
}
