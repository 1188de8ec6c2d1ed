import { authRoutes } from "@postern/contract";
import { EXIT, type ExitCode } from "../exit.ts";
import { connect } from "../session/connect.ts";
import { forgetSession, readSession, type KeptSession } from "../session/session-file.ts";
import type { System } from "../system.ts";

/**
 * Ends the session: here in any case, and on the portal if it can be reached.
 *
 * @throws Failure when nobody is signed in
 */
export async function signOut(system: System, sessionFile: string): Promise<ExitCode> {
  const ended = await endEverywhere(system, sessionFile);
  system.terminal.note(
    ended
      ? "Signed out."
      : "Signed out here. The portal did not hear of it: there the session ends by itself after its quiet time.",
  );
  return EXIT.ok;
}

/** @returns whether the portal heard of it */
async function endEverywhere(system: System, sessionFile: string): Promise<boolean> {
  try {
    const kept = await readSession(sessionFile, "end");
    return await endOnPortal(system, kept);
  } finally {
    await forgetSession(sessionFile);
  }
}

async function endOnPortal(system: System, kept: KeptSession): Promise<boolean> {
  try {
    const { api } = await connect(system, kept);
    await api.call(authRoutes.signOut, {});
    return true;
  } catch {
    return false;
  }
}
