import { chmod, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { totpCode } from "@postern/local-cloud";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../support/world.ts";
import { eventsOf, installCommand, signIn, type Command } from "./command.ts";

let world: World;
let command: Command;
beforeAll(async () => {
  [world, command] = await Promise.all([startWorld(), installCommand()]);
});
afterAll(async () => {
  await command?.close();
  await world?.close();
});

test("without a session nothing is done, and the exit code says so", async () => {
  const ended = await command.run(["status", "--json"]);
  expect(ended.exit).toBe(3);
  expect(eventsOf(ended)).toEqual([
    { event: "failed", code: "signed-out", exit: 3, message: expect.stringContaining("postern sign-in") },
  ]);
});

test("signing in keeps session and key in one file that only its owner may read", async () => {
  const { patient } = world.people;
  const ended = await signIn(command, world, patient);
  expect(ended).toMatchObject({ exit: 0, output: "" });
  expect(ended.errors).not.toContain(patient.password);
  const { mode } = await stat(command.sessionFile);
  expect(mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(command.sessionFile))).toEqual(["session.json"]);
  expect(await readFile(command.sessionFile, "utf8")).not.toContain(patient.password);

  const clinic = await command.run(["clinic"]);
  expect(clinic).toMatchObject({ exit: 0, errors: "" });
  expect(clinic.output).toContain("Main Street");
  expect(clinic.output).not.toContain(patient.name);
});

test("a session file that others may read is refused, and can still be ended", async () => {
  await signIn(command, world, world.people.patient);
  for (const mode of [0o640, 0o604, 0o620]) {
    await chmod(command.sessionFile, mode);
    const ended = await command.run(["status"]);
    expect(ended).toMatchObject({ exit: 3, output: "" });
    expect(ended.errors).toContain("Others on this machine");
  }
  expect(await command.run(["sign-out"])).toMatchObject({ exit: 0 });
  expect(await command.run(["status"])).toMatchObject({ exit: 3 });
});

test("signing out ends the session on the portal, too", async () => {
  await signIn(command, world, world.people.referrer);
  const copy = await readFile(command.sessionFile);
  await command.run(["sign-out"]);
  await writeFile(command.sessionFile, copy, { mode: 0o600 });
  const ended = await command.run(["status"]);
  expect(ended.exit).toBe(3);
  expect(ended.errors).toContain("not signed in any more");
});

test("signing out leaves no key on this machine, also where the session cannot be used any more", async () => {
  await signIn(command, world, world.people.referrer);
  const whole = await readFile(command.sessionFile, "utf8");
  const privateKey = /"privateKey": "([^"]+)"/.exec(whole)?.[1] ?? "";
  for (const damaged of [whole.replace(privateKey, btoa("no key")), whole.slice(0, -9)]) {
    await writeFile(command.sessionFile, damaged, { mode: 0o600 });
    await command.run(["sign-out"]);
    expect(await readdir(dirname(command.sessionFile))).toEqual([]);
  }
});

test("a wrong password, and a portal that is not there, are told apart", async () => {
  const { email } = world.people.harborPatient;
  const refused = await command.run(["sign-in", "--portal", world.origin], email, "not the password");
  expect(refused.exit).toBe(3);
  const absent = await command.run(["sign-in", "--portal", "http://localhost:1"], email, "anything");
  expect(absent).toMatchObject({ exit: 1 });
});

test("someone who has no authenticator yet chooses a password and is shown the key", async () => {
  const { email, password } = world.people.invitedPatient;
  const begun = command.start(["sign-in", "--portal", world.origin]);
  begun.type(email, password);
  begun.type("a password of my own", "a password of my own");
  const shown = await begun.untilSays(/Key: +([A-Z2-7 ]+)\n/);
  begun.type(totpCode((shown[1] ?? "").replaceAll(" ", ""), Date.now()));
  expect(await begun.ended).toMatchObject({ exit: 0 });
  expect(await command.run(["status"])).toMatchObject({ exit: 0, output: "Nothing was sent yet.\n" });
});
