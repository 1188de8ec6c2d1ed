import { randomBytes } from "node:crypto";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openFile } from "@postern/cli/node-file";
import type { SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claim, compareAll, findTask, openerOf } from "../../scripts/demo/receive.ts";
import { samplePage } from "../../scripts/demo/sample-files.ts";
import { listVersions } from "../support/arrival.ts";
import { startWorld, type World } from "../support/world.ts";
import { eventsOf, installCommand, signIn, type Command, type Ended } from "./command.ts";

let world: World;
let command: Command;
const FILES = ["letter.pdf", "film.pdf", "second.pdf"];
const FILM_SIZE_BYTES = 17 * 1024 ** 2;

beforeAll(async () => {
  [world, command] = await Promise.all([startWorld(), installCommand()]);
  const contents = [samplePage(), Buffer.concat([samplePage(), randomBytes(FILM_SIZE_BYTES)]), samplePage()];
  for (const [index, name] of FILES.entries()) await writeFile(pathOf(name), contents[index] ?? "");
  await signIn(command, world, world.people.patient);
});
afterAll(async () => {
  await command?.close();
  await world?.close();
});

const pathOf = (name: string) => join(command.directory, name);
const FACTS = ["--kind", "documents", "--location", "Main Street", "--json"];

/** Sends until the bucket has taken so many objects and parts, and kills the command before it hears of the last. */
async function sendUntilKilled(
  puts: number,
): Promise<{ readonly ended: Ended; readonly storedBytes: number }> {
  const running = command.start(["submit", ...FACTS, ...FILES]);
  let storedBytes = 0;
  let left = puts;
  const stop = world.cloud.observe(({ action, isPresigned, receivedBytes = 0 }) => {
    if (action !== "s3:PutObject" || isPresigned !== true) return;
    storedBytes += receivedBytes;
    left -= 1;
    if (left === 0) running.kill();
  });
  const ended = await running.ended;
  stop();
  return { ended, storedBytes };
}

function submissionOf(ended: Ended): SubmissionID {
  const opened = eventsOf(ended).find(({ event }) => event === "opened");
  return opened?.["submissionID"] as SubmissionID;
}

async function countSent(act: () => Promise<Ended>): Promise<{ ended: Ended; sentBytes: number }> {
  let sentBytes = 0;
  const stop = world.cloud.observe(({ action, isPresigned, receivedBytes = 0 }) => {
    if (action === "s3:PutObject" && isPresigned === true) sentBytes += receivedBytes;
  });
  const ended = await act();
  stop();
  return { ended, sentBytes };
}

test("what was killed half-way goes on where it was, and every byte arrives once", async () => {
  const { ended: killed, storedBytes } = await sendUntilKilled(3);
  expect(killed.exit).toBeNull();
  const submissionID = submissionOf(killed);
  const words = ["submit", "--resume", submissionID, "--wait", "--json", ...FILES];
  const { ended, sentBytes } = await countSent(() => command.run(words));
  expect(eventsOf(ended).at(-1)).toMatchObject({ event: "done", submissionID, state: "routed" });
  expect(ended.exit).toBe(0);
  const again = await command.run(words.filter((word) => word !== "--wait"));
  expect(eventsOf(again).at(-1)).toMatchObject({ event: "done", submissionID, state: "routed" });

  const provider = await world.signIn(world.people.provider);
  const { task } = await findTask(provider, submissionID);
  const claimed = await claim(provider, task);
  const files = await Promise.all(FILES.map((name) => openFile(pathOf(name))));
  await compareAll(openerOf(provider), claimed, files);
  await Promise.all(files.map((file) => file.close()));

  const versions = await listVersions(world, `c/${world.people.patient.clinicID}/${submissionID}/`);
  const keptBytes = versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  expect(sentBytes).toBeGreaterThan(0);
  expect(storedBytes + sentBytes).toBe(keptBytes);
});

test("a file that changed meanwhile is refused before a byte of it is sent, and is sent anew when asked for", async () => {
  const { ended: killed } = await sendUntilKilled(3);
  const submissionID = submissionOf(killed);
  const original = await readFile(pathOf("film.pdf"));
  await writeFile(pathOf("film.pdf"), Buffer.concat([original.subarray(0, -1), randomBytes(1)]));
  const words = ["submit", "--resume", submissionID, ...FILES];
  const { ended, sentBytes } = await countSent(() => command.run(words));
  expect(ended).toMatchObject({ exit: 4, errors: expect.stringContaining("film.pdf has changed") });
  expect(sentBytes).toBe(0);
  const anew = await command.run([...words, "--send-changed", "--wait"]);
  expect(anew).toMatchObject({ exit: 0, output: expect.stringContaining("The care team has it.") });
});

test("a file that is left out is asked for", async () => {
  const { ended: killed } = await sendUntilKilled(3);
  const submissionID = submissionOf(killed);
  await appendFile(pathOf("letter.pdf"), "\n% one more line\n");
  const words = ["submit", "--resume", submissionID, "letter.pdf"];
  const ended = await command.run(words);
  expect(ended).toMatchObject({ exit: 4, errors: expect.stringContaining("17.0 MiB") });
  const without = await command.run([...words, "--leave-out"]);
  expect(without).toMatchObject({ exit: 0 });
});

test("what is cancelled takes no more, and can be cancelled again; what was handed in cannot", async () => {
  const { ended: killed } = await sendUntilKilled(1);
  const submissionID = submissionOf(killed);
  expect(await command.run(["cancel", submissionID])).toMatchObject({
    exit: 0,
    output: expect.stringContaining("Cancelled."),
  });
  const again = await command.run(["cancel", submissionID, "--json"]);
  expect(eventsOf(again)).toEqual([{ event: "done", submissionID, state: "expired" }]);
  const rest = await command.run(["submit", "--resume", submissionID, ...FILES]);
  expect(rest).toMatchObject({ exit: 4, errors: expect.stringContaining("It is expired") });

  const sent = await command.run(["submit", ...FACTS, "--wait", "letter.pdf"]);
  const late = await command.run(["cancel", submissionOf(sent)]);
  expect(late).toMatchObject({ exit: 4, errors: expect.stringContaining("cannot be cancelled") });
});

test("Ctrl-C stops between two parts, and says how to go on", async () => {
  const running = command.start(["submit", ...FACTS.slice(0, -1), ...FILES]);
  const stop = world.cloud.observe(({ action, isPresigned }) => {
    if (action === "s3:PutObject" && isPresigned === true) running.interrupt();
  });
  const ended = await running.ended;
  stop();
  expect(ended).toMatchObject({ exit: 130, output: "" });
  expect(ended.errors).toMatch(/--resume sub_\w{26}/);
});
