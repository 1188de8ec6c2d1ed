import { authRoutes } from "@postern/contract";
import { EXIT, type ExitCode } from "../exit.ts";
import { connect } from "../session/connect.ts";
import { forgetSession, readSession } from "../session/session-file.ts";
import type { System } from "../system.ts";

/**
 * Ends the session: here in any case, and on the portal if it can be reached.
 *
 * @throws Failure when nobody is signed in
 */
export async function signOut(system: System, sessionFile: string): Promise<ExitCode> {
  const kept = await readSession(sessionFile, "end");
  const { api } = await connect(system, kept);
  const ended = await api.call(authRoutes.signOut, {}).then(
    () => true,
    () => false,
  );
  await forgetSession(sessionFile);
  system.terminal.note(
    ended
      ? "Signed out."
      : "Signed out here. The portal did not hear of it: there the session ends by itself after its quiet time.",
  );
  return EXIT.ok;
}
