import { createInterface, type Interface } from "node:readline";
import { Writable, type Readable } from "node:stream";
import { usage, type Failure } from "../exit.ts";

/** Asks the person at the keyboard, or reads line after line of what is piped in. */
export interface Questions {
  /** @throws Failure when the input has ended; the signal's reason when stopped */
  ask(question: string): Promise<string>;
  /** As `ask`; what is typed is not shown. */
  askSecret(question: string): Promise<string>;
  close(): void;
}

interface Asker {
  readonly answer: (line: string) => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * What a terminal shows of the typed line goes through here, so that it can be held back. It is decided as each
 * character is echoed, never later.
 */
function createEcho(to: Writable) {
  const held = { back: false };
  const echo = new Writable({
    write(chunk, encoding, done) {
      if (!held.back) to.write(chunk, encoding);
      done();
    },
  });
  return { echo, held };
}

/**
 * Nothing is read before the first question, so that a command without one leaves the input alone.
 *
 * @param onInterrupt called for Ctrl-C while a question is open: the terminal then makes no signal of it
 */
export function createQuestions(
  input: Readable & { readonly isTTY?: boolean },
  output: Writable,
  stopped: AbortSignal,
  onInterrupt: () => void,
): Questions {
  const lines: string[] = [];
  const { echo, held } = createEcho(output);
  const present: { reader?: Interface; asker?: Asker | undefined; hasEnded: boolean } = { hasEnded: false };

  function settle(act: (asker: Asker) => void): void {
    const { asker } = present;
    present.asker = undefined;
    if (asker) act(asker);
  }

  function startReading(): Interface {
    const reader = createInterface({ input, output: echo, terminal: input.isTTY === true, historySize: 0 });
    reader.on("line", (line) => {
      if (present.asker === undefined) lines.push(line);
      else settle(({ answer }) => answer(line));
    });
    reader.on("close", () => {
      present.hasEnded = true;
      settle(({ fail }) => fail(ended()));
    });
    reader.on("SIGINT", onInterrupt);
    stopped.addEventListener("abort", () => settle(({ fail }) => fail(stopped.reason)));
    present.reader = reader;
    return reader;
  }

  /** @param prompt what the terminal draws anew when the typed line is corrected */
  function nextLine(prompt: string): Promise<string> {
    stopped.throwIfAborted();
    const reader = present.reader ?? startReading();
    if (!present.hasEnded) {
      reader.setPrompt(prompt);
      reader.prompt();
    }
    const line = lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (present.hasEnded) throw ended();
    return new Promise((answer, fail) => {
      present.asker = { answer, fail };
    });
  }

  return {
    ask: async (question) => nextLine(question),
    async askSecret(question) {
      output.write(question);
      held.back = true;
      try {
        return await nextLine("");
      } finally {
        held.back = false;
        output.write("\n");
      }
    },
    close: () => present.reader?.close(),
  };
}

function ended(): Failure {
  return usage("The input ended before every question was answered.");
}
