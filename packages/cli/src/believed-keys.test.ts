import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { believedKeys } from "./believed-keys.ts";
import { EXIT } from "./exit.ts";

const PORTAL = "https://portal.example.org";
const PUBLISHED = JSON.stringify({
  format: "postern-receipt-keys-1",
  keys: [{ keyID: "mrk-1", publicKey: Buffer.alloc(91).toString("base64") }],
});

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-keys-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function ask(body: BodyInit, signal = new AbortController().signal) {
  const system = { fetch: () => Promise.resolve(new Response(body)), signal };
  return believedKeys(system, { portal: PORTAL }, "none.json");
}

/** What comes in these pieces and then breaks off. */
function broken(...pieces: readonly string[]): ReadableStream {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.error(new TypeError("terminated"));
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  });
}

test("a portal's keys come with its name, a file's with the file's", async () => {
  expect(await ask(PUBLISHED)).toMatchObject({ keys: [{ keyID: "mrk-1" }], from: { portal: PORTAL } });
  const keysFile = join(directory, "keys.json");
  await writeFile(keysFile, PUBLISHED);
  const system = {
    fetch: () => Promise.reject(new Error("was asked")),
    signal: new AbortController().signal,
  };
  expect(await believedKeys(system, { keysFile }, "none.json")).toMatchObject({ from: { file: keysFile } });
});

test("an answer that breaks off is a portal that is away", async () => {
  await expect(ask(broken("{"))).rejects.toMatchObject({ exit: EXIT.failed, code: "offline" });
});

test("of an answer without end no more is read than keys can have", async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(32)),
  });
  await expect(ask(endless)).rejects.toMatchObject({ exit: EXIT.refused, code: "no-keys" });
});

test("what was stopped says so", async () => {
  await expect(ask(broken(), AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});

test("a session file that others may change is not asked for its portal", async () => {
  const sessionFile = join(directory, "session.json");
  await writeFile(sessionFile, "{}");
  await chmod(sessionFile, 0o666);
  const system = {
    fetch: () => Promise.reject(new Error("was asked")),
    signal: new AbortController().signal,
  };
  await expect(believedKeys(system, {}, sessionFile)).rejects.toMatchObject({ code: "session-file-open" });
  const none = join(directory, "none.json");
  await expect(believedKeys(system, {}, none)).rejects.toMatchObject({ exit: EXIT.usage });
});
