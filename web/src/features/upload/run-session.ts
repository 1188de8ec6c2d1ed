import type { WorkerStart } from "../../lib/worker-start.ts";
import { lastProvenAtMs, signedIn } from "../session/session.ts";

/** The session of now, in which a run works. @throws TypeError when nobody is signed in */
export function runSession(): WorkerStart {
  const { session, device } = signedIn();
  const { handle, clinicID } = session;
  return { baseURL: location.origin, session: { handle, clinicID }, device, provenAtMs: lastProvenAtMs() };
}
