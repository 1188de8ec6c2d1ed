import { keysRoutes, type ReleasePurpose, type SessionView, type SubmissionID } from "@postern/contract";
import type { Api } from "../api.ts";
import { withRetry, type Patience } from "../patience.ts";
import type { Device } from "./device.ts";
import { openRelease, type OpenedRelease } from "./hand-over.ts";

/**
 * Has a submission's data key released to this device and opens it. The server writes an audit event first.
 *
 * @throws ApiProblem when policy refuses or the server stays away; HandOverError as `openRelease`
 */
export async function requestKey(
  asking: {
    readonly api: Api;
    readonly device: Device;
    readonly session: Pick<SessionView, "handle" | "clinicID">;
    readonly submissionID: SubmissionID;
    readonly purpose: ReleasePurpose;
  },
  patience: Patience,
): Promise<OpenedRelease> {
  const { api, device, session, submissionID, purpose } = asking;
  const release = await withRetry(
    () => api.call(keysRoutes.release, { submissionID, purpose }, { signal: patience.signal }),
    patience,
  );
  const { handle: sessionHandle, clinicID } = session;
  return openRelease({ device, sessionHandle, clinicID, submissionID, purpose, release });
}
