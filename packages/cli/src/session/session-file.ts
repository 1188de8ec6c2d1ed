import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { jsonOf } from "@postern/client";
import { SessionView } from "@postern/contract";
import * as z from "zod";
import { EXIT, Failure } from "../exit.ts";
import { writeWhole } from "../whole-file.ts";
import { KeptDevice } from "./device.ts";

const FORMAT = "postern-session-1";

/** Who is signed in where: all that it takes to act as that person until the session ends. */
export const KeptSession = z.strictObject({
  format: z.literal(FORMAT),
  /** Origin of the portal. */
  portal: z.url(),
  cookies: z.record(z.string(), z.string()),
  session: SessionView,
  device: KeptDevice,
});
export type KeptSession = z.infer<typeof KeptSession>;

/** Rights of everybody but the owner. */
const OTHERS = 0o077;

/** Keeps a session where only its owner may read it. */
export async function keepSession(path: string, kept: KeptSession): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeWhole(path, `${JSON.stringify(kept, null, 2)}\n`, 0o600);
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

/**
 * Forgets a session on this machine, also a damaged one, which may still hold the key. One that is not there is
 * forgotten already, and a file that never was one is left alone: it was named by mistake.
 */
export async function forgetSession(path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (text.includes(FORMAT)) await rm(path, { force: true });
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
