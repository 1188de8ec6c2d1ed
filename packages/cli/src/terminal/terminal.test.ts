import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { createTerminal } from "./terminal.ts";

function keep(): Writable & { text: string } {
  const kept = Object.assign(
    new Writable({
      write(chunk: Buffer, _, done) {
        kept.text += chunk.toString();
        done();
      },
    }),
    { text: "" },
  );
  return kept;
}

function open(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
  const output = keep();
  const errors = Object.assign(keep(), { isTTY, columns: 60 });
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  return {
    input,
    output,
    errors,
    stop,
    terminal: createTerminal({ input, output, errors }, stop.signal, interrupt),
  };
}

test("what is typed as a secret is not shown, corrections included; what is typed else is", async () => {
  const { input, errors, terminal } = open(true);
  const secret = terminal.askSecret("Password: ");
  input.write("wron\u007fg-horse\r");
  expect(await secret).toBe("wrog-horse");
  expect(errors.text).toBe("Password: \n");
  const shown = terminal.ask("Code: ");
  input.write("123456\r");
  expect(await shown).toBe("123456");
  expect(errors.text).toContain("Code: ");
  expect(errors.text).toContain("123456");
  expect(errors.text).not.toContain("horse");
  terminal.close();
});

test("lines that are piped in answer the questions in their order, however they arrive", async () => {
  const { input, output, terminal } = open(false);
  input.end("a\nb\nc\n");
  expect(await terminal.ask("1 ")).toBe("a");
  expect(await terminal.askSecret("2 ")).toBe("b");
  expect(await terminal.ask("3 ")).toBe("c");
  await expect(terminal.ask("4 ")).rejects.toThrow("The input ended");
  expect(output.text).toBe("");
});

test("Ctrl-C at a question ends it", async () => {
  const { input, stop, terminal } = open(true);
  const secret = terminal.askSecret("Password: ");
  input.write("half\u0003");
  await expect(secret).rejects.toBe(stop.signal.reason);
  terminal.close();
});

test("a line is drawn anew in its place, and the next begins below", () => {
  const { errors, terminal } = open(true);
  terminal.redraw("1 %");
  terminal.redraw("2 %");
  terminal.note("Done.");
  expect(errors.text).toBe("\r\u001b[K1 %\r\u001b[K2 %\nDone.\n");
});

test("names and words from elsewhere do not command the terminal", () => {
  const { output, errors, terminal } = open(true);
  terminal.note("a\u001b]0;owned\u0007.pdf");
  terminal.print("fdp\u202e.exe");
  expect(errors.text).toBe("a\ufffd]0;owned\ufffd.pdf\n");
  expect(output.text).toBe("fdp\ufffd.exe\n");
});
