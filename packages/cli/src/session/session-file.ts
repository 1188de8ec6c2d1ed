import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SessionView } from "@postern/contract";
import * as z from "zod";
import { EXIT, Failure } from "../exit.ts";
import { KeptDevice } from "./device.ts";

/** Who is signed in where: all that it takes to act as that person until the session ends. */
export const KeptSession = z.strictObject({
  format: z.literal("postern-session-1"),
  /** Origin of the portal. */
  portal: z.url(),
  cookies: z.record(z.string(), z.string()),
  session: SessionView,
  device: KeptDevice,
});
export type KeptSession = z.infer<typeof KeptSession>;

/** Rights of everybody but the owner. */
const OTHERS = 0o077;

/** Keeps a session where only its owner may read it: whole or not at all, also when the machine stops meanwhile. */
export async function keepSession(path: string, kept: KeptSession): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(kept, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Reads a kept session.
 *
 * @param use `end` reads one that others may read, too: it should be ended all the more
 * @throws Failure when there is none, when others may read it, or when it holds none
 */
export async function readSession(path: string, use: "act" | "end" = "act"): Promise<KeptSession> {
  const text = await readOwn(path, use);
  const kept = KeptSession.safeParse(jsonOf(text));
  if (kept.success) return kept.data;
  throw signedOut("session-file", "The session file holds no session. Sign in again: postern sign-in");
}

/** Forgets a session on this machine; one that is not there is forgotten already. */
export async function forgetSession(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function readOwn(path: string, use: "act" | "end"): Promise<string> {
  const handle = await open(path, "r").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw signedOut("signed-out", "You are not signed in. Sign in first: postern sign-in --portal URL");
    }
    throw error;
  });
  try {
    const { mode } = await handle.stat();
    // Windows has other rights, which the mode does not show.
    if (use === "act" && process.platform !== "win32" && (mode & OTHERS) !== 0) {
      throw signedOut(
        "session-file-open",
        "Others on this machine may read or change the session file, and so act as you. " +
          "End the session and begin another: postern sign-out, then postern sign-in",
      );
    }
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

function signedOut(code: string, message: string): Failure {
  return new Failure(EXIT.signedOut, code, message);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
