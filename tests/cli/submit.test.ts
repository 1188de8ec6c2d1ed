import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openFile } from "@postern/cli/node-file";
import type { SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claim, compareAll, findTask, openerOf } from "../../scripts/demo/receive.ts";
import { samplePage, samplePicture } from "../../scripts/demo/sample-files.ts";
import { startWorld, type World } from "../support/world.ts";
import { eventsOf, installCommand, signIn, type Command } from "./command.ts";

let world: World;
let command: Command;
beforeAll(async () => {
  [world, command] = await Promise.all([startWorld(), installCommand()]);
  const pictures = [samplePicture(40, 30), samplePicture(400, 300)];
  await Promise.all([
    keep("one.png", pictures[0] ?? ""),
    keep("two.png", pictures[1] ?? ""),
    keep("letter.pdf", samplePage()),
    keep("program.bin", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, ...randomBytes(64))),
    keep("note.txt", "Please look at the left arm."),
    keep("patient.json", JSON.stringify({ displayName: "Wilhelmina Prudhomme", birthDate: "1961-05-09" })),
    keep("no-patient.json", JSON.stringify({ displayName: "Wilhelmina Prudhomme", birthDate: "soon" })),
  ]);
  await signIn(command, world, world.people.referrer);
});
afterAll(async () => {
  await command?.close();
  await world?.close();
});

const keep = (name: string, content: string | Uint8Array) =>
  writeFile(join(command.directory, name), content);
const FACTS = ["--kind", "documents", "--location", "main street", "--patient-file", "patient.json"];
const FILES = ["one.png", "two.png", "letter.pdf"];

test("three files go to the care team as they were, with their receipt, and what is said names no patient", async () => {
  const words = [...FACTS, "--note-file", "note.txt", "--receipt", "receipt.json", "--json", ...FILES];
  const ended = await command.run(["submit", ...words]);
  expect(ended).toMatchObject({ exit: 0, errors: "" });
  const events = eventsOf(ended);
  const opened = events.find(({ event }) => event === "opened");
  expect(events.at(-1)).toMatchObject({
    event: "done",
    state: "routed",
    submissionID: opened?.["submissionID"],
    documents: FILES.map((file) => ({ file, documentID: expect.stringMatching(/^doc_/) })),
    receipt: "receipt.json",
  });
  const sent = events.filter(({ event, phase }) => event === "progress" && phase === "sent");
  expect(new Set(sent.map(({ file }) => file))).toEqual(new Set(FILES));
  for (const { sentBytes, totalBytes } of sent) expect(sentBytes).toBe(totalBytes);
  expect(ended.output).not.toMatch(/Wilhelmina|1961|arm/);

  const submissionID = opened?.["submissionID"] as SubmissionID;
  const receipt = JSON.parse(await readFile(join(command.directory, "receipt.json"), "utf8")) as object;
  expect(receipt).toMatchObject({ submissionID, format: "postern-receipt-1" });

  const provider = await world.signIn(world.people.provider);
  const { task } = await findTask(provider, submissionID);
  const files = await Promise.all(FILES.map((file) => openFile(join(command.directory, file))));
  await compareAll(openerOf(provider), await claim(provider, task), files);
  await Promise.all(files.map((file) => file.close()));

  const one = await command.run(["status", submissionID, "--json"]);
  expect(eventsOf(one)).toMatchObject([{ submissionID, state: "routed", hasMessage: false }]);
  const list = await command.run(["status"]);
  expect(list).toMatchObject({ exit: 0, output: expect.stringContaining(submissionID) });
});

test("a person who looks on is told in lines what came in, and how to go on when it is cut off", async () => {
  const ended = await command.run(["submit", ...FACTS, ...FILES]);
  expect(ended.exit).toBe(0);
  expect(ended.errors).toMatch(/Submission \S+ is open\. If this is cut off: --resume sub_\w+\n/);
  const told = [...ended.errors.matchAll(/^(\d) of 3 sent: (.*)$/gm)];
  expect(told.map(([, count]) => count)).toEqual(["1", "2", "3"]);
  expect(new Set(told.map(([, , file]) => file))).toEqual(new Set(FILES));
  expect(ended.output).toMatch(/^\S{9} {2}It is being checked\.\n$/);
});

describe("what cannot be sent is said in words, with the exit code for it, before anything is sent", () => {
  const list = async () => (await command.run(["status", "--json"])).output;
  let before: string;
  beforeAll(async () => {
    before = await list();
  });

  test.for<[string, readonly string[], number, RegExp]>([
    ["a file of no known kind", [...FACTS, "program.bin"], 4, /program\.bin is not taken/],
    ["a file that is not there", [...FACTS, "gone.png"], 5, /no such file: gone\.png/],
    ["no file", FACTS, 2, /at least one file/],
    ["a location that is not there", [...FACTS, "--location", "Moon", "one.png"], 5, /Main Street +loc_/],
    ["a kind that is none", [...FACTS, "--kind", "letters", "one.png"], 2, /images, documents/],
    ["a service of other clinics", [...FACTS, "--service", "orthopedics", "one.png"], 5, /dermatology/],
    ["a practice without a patient", ["--kind", "images", "--location", "Mill Hill", "one.png"], 2, /whom/],
    ["a patient who is none", [...FACTS, "--patient-file", "no-patient.json", "one.png"], 2, /birthDate/],
    ["another's submission", ["--resume", `sub_${"0".repeat(26)}`, "one.png"], 5, /not-found/],
  ])("%s", async ([, words, exit, sentence]) => {
    const patient = words.includes("--resume") ? ["--patient-file", "patient.json"] : [];
    const ended = await command.run(["submit", ...patient, ...words]);
    expect(ended).toMatchObject({ exit, output: "", errors: expect.stringMatching(sentence) });
    expect(ended.errors).not.toMatch(/Wilhelmina|soon/);
  });

  test("and no submission was begun by any of it", async () => {
    expect(await list()).toBe(before);
  });
});
