import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RECEIPT_KEYS_PATH } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { samplePage } from "../../scripts/demo/sample-files.ts";
import { startWorld, type World } from "../support/world.ts";
import { eventsOf, installCommand, signIn, type Command } from "./command.ts";

let world: World;
let command: Command;
const pathOf = (name: string) => join(command.directory, name);
const SEND = ["submit", "--kind", "documents", "--location", "Mill Hill", "--receipt", "receipt.json"];

beforeAll(async () => {
  [world, command] = await Promise.all([startWorld(), installCommand()]);
  await writeFile(pathOf("letter.pdf"), samplePage());
  await writeFile(pathOf("no-text.bin"), Uint8Array.of(0xff, 0xfe, 0x00));
  await signIn(command, world, world.people.patient);
  const sent = await command.run([...SEND, "letter.pdf"]);
  if (sent.exit !== 0) throw new Error(sent.errors);
  const keys = await fetch(new URL(RECEIPT_KEYS_PATH, world.origin));
  await writeFile(pathOf("keys.json"), await keys.text());
});
afterAll(async () => {
  await command?.close();
  await world?.close();
});

const verify = (...words: readonly string[]) => command.run(["receipt", "verify", ...words]);

test("a receipt is verified with the portal's keys, and says what the clinic signed", async () => {
  const ended = await verify("receipt.json");
  expect(ended).toMatchObject({ exit: 0, errors: "" });
  expect(ended.output).toMatch(/^Valid by the keys of \S+\. Riverside Clinic signed on .* came in whole/);
  expect(ended.output).toContain(` ${world.origin}. `);
  expect(ended.output).toMatch(/ that submission \S{9} came in whole/);
  const elsewhere = await verify(
    "receipt.json",
    "--portal",
    world.origin,
    "--session",
    "none.json",
    "--json",
  );
  expect(eventsOf(elsewhere)).toMatchObject([
    { event: "done", verdict: "valid", keysFrom: { portal: world.origin } },
  ]);
});

test("with kept keys it needs nobody: no session, no portal", async () => {
  let calls = 0;
  const stop = world.cloud.observe(() => (calls += 1));
  const ended = await verify("receipt.json", "--keys", "keys.json", "--session", "none.json");
  stop();
  expect(ended).toMatchObject({ exit: 0, errors: "" });
  expect(calls).toBe(0);
  // Whose keys these are the file does not prove.
  expect(ended.output).toMatch(
    /^Valid by the keys in keys\.json\. If those are the clinic's, Riverside Clinic signed/,
  );
  const event = await verify("receipt.json", "--keys", "keys.json", "--json");
  expect(eventsOf(event)).toMatchObject([{ verdict: "valid", keysFrom: { file: "keys.json" } }]);
});

describe("what proves nothing is told apart", () => {
  test("a receipt that was changed", async () => {
    const receipt = JSON.parse(await readFile(pathOf("receipt.json"), "utf8")) as object;
    await writeFile(
      pathOf("altered.json"),
      JSON.stringify({ ...receipt, dueAt: "2040-01-01T00:00:00.000Z" }),
    );
    expect(await verify("altered.json", "--keys", "keys.json")).toMatchObject({
      exit: 4,
      output: expect.stringContaining("Not valid"),
    });
  });

  test("a key that is not among those given", async () => {
    await writeFile(pathOf("no-keys.json"), JSON.stringify({ format: "postern-receipt-keys-1", keys: [] }));
    expect(await verify("receipt.json", "--keys", "no-keys.json")).toMatchObject({
      exit: 5,
      output: expect.stringContaining("Nothing is proven"),
    });
  });

  test.for<[string, readonly string[], number, RegExp]>([
    ["a file that is no receipt", ["letter.pdf", "--keys", "keys.json"], 4, /no receipt/],
    ["a file that is no text", ["no-text.bin", "--keys", "keys.json"], 4, /no receipt/],
    ["keys instead of a receipt", ["keys.json", "--keys", "keys.json"], 4, /no receipt/],
    ["a receipt instead of keys", ["receipt.json", "--keys", "receipt.json"], 4, /no keys/],
    ["no receipt there", ["gone.json", "--keys", "keys.json"], 5, /no such file: gone\.json/],
    ["no portal to ask", ["receipt.json", "--session", "none.json"], 2, /--keys FILE, or --portal/],
    ["a portal that is away", ["receipt.json", "--portal", "http://localhost:1"], 1, /cannot be reached/],
  ])("%s", async ([, words, exit, sentence]) => {
    const ended = await verify(...words);
    expect(ended.exit).toBe(exit);
    expect(ended.output + ended.errors).toMatch(sentence);
  });
});
