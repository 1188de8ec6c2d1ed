import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SessionView } from "@postern/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXIT } from "../exit.ts";
import { defaultSessionFile } from "../system.ts";
import { createKeptDevice, loadDevice } from "./device.ts";
import { forgetSession, keepSession, readSession, type KeptSession } from "./session-file.ts";

let directory: string;
let path: string;
let kept: KeptSession;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-session-"));
  path = join(directory, "deep/er/session.json");
  const id = "0".repeat(26);
  kept = {
    format: "postern-session-1",
    portal: "https://portal.example.org",
    cookies: { "__Host-session": "abc" },
    session: SessionView.parse({
      handle: `ses_${id}`,
      clinicID: `cli_${id}`,
      personID: `per_${id}`,
      role: "referrer",
      idleSeconds: 900,
      endsAt: "2026-01-01T00:00:00.000Z",
    }),
    device: await createKeptDevice(),
  };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const refused = (code: string) => expect.objectContaining({ exit: EXIT.signedOut, code });

test("what is kept is read again, and only its owner may read it, whatever the mask of the process", async () => {
  const mask = process.umask(0);
  await keepSession(path, kept).finally(() => process.umask(mask));
  expect(await readSession(path)).toEqual(kept);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
});

test("one that stood there is replaced whole, rights included, and nothing is left beside it", async () => {
  await writeFile(path, "something else");
  await chmod(path, 0o666);
  await keepSession(path, kept);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(path))).toEqual(["session.json"]);
});

test.for([0o601, 0o602, 0o604, 0o610, 0o620, 0o640, 0o666])(
  "rights %o are refused, but to end it",
  async (mode) => {
    await keepSession(path, kept);
    await chmod(path, mode);
    await expect(readSession(path)).rejects.toEqual(refused("session-file-open"));
    expect(await readSession(path, "end")).toEqual(kept);
  },
);

test.for(["", "{", "{}", "[]", `{"format":"postern-session-2"}`])("%j is no session", async (text) => {
  await keepSession(path, kept);
  await writeFile(path, text);
  await expect(readSession(path)).rejects.toEqual(refused("session-file"));
});

test("a damaged session is forgotten with the key in it; a file that never was one is not ours to delete", async () => {
  await keepSession(path, kept);
  await writeFile(path, (await readFile(path, "utf8")).slice(0, -20));
  await forgetSession(path);
  expect(await readdir(dirname(path))).toEqual([]);
  await writeFile(path, "{}");
  await forgetSession(path);
  expect(await readdir(dirname(path))).toEqual(["session.json"]);
});

test("none is told from one that is none", async () => {
  await keepSession(path, kept);
  await forgetSession(path);
  await forgetSession(path);
  await expect(readSession(path)).rejects.toEqual(refused("signed-out"));
});

test("the device is the same one after it was read; its private half then cannot be taken out again", async () => {
  const device = await loadDevice(kept.device);
  expect(device.publicKey).toBe(kept.device.publicKey);
  const point = await crypto.subtle.exportKey("raw", device.pair.publicKey);
  expect(Buffer.from(point).toString("base64")).toBe(device.publicKey);
  const other = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const [ours, theirs] = await Promise.all([
    crypto.subtle.deriveBits({ name: "ECDH", public: other.publicKey }, device.pair.privateKey, 256),
    crypto.subtle.deriveBits({ name: "ECDH", public: device.pair.publicKey }, other.privateKey, 256),
  ]);
  expect(Buffer.from(ours)).toEqual(Buffer.from(theirs));
  await expect(crypto.subtle.exportKey("pkcs8", device.pair.privateKey)).rejects.toThrow("not extractable");
});

test("where it lies by default", () => {
  expect(defaultSessionFile("/root", undefined)).toBe("/root/.config/postern/session.json");
  expect(defaultSessionFile("/root", "/etc/config")).toBe("/etc/config/postern/session.json");
  expect(defaultSessionFile("/root", "relative")).toBe("/root/.config/postern/session.json");
});
