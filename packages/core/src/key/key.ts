import { keysRoutes, type ReleasePurpose, type SubmissionID } from "@postern/contract";
import { sealKey } from "../device/index.ts";
import { checkMembership } from "../identity/index.ts";
import {
  SENDING_STATES,
  assertContinuing,
  findDataKey,
  findSubmission,
  type SubmissionRecord,
} from "../intake/index.ts";
import type { Context, Person, Reader, Write } from "../kernel/index.ts";
import { missing, operation, release as releasePlan, sessionLocked } from "../kernel/index.ts";
import { READING_ACTORS, permitReading } from "../reading/index.ts";
import type { DataKeys } from "./store.ts";

export interface KeyDeps {
  readonly reader: Reader;
  readonly dataKeys: DataKeys;
}

async function permit(
  deps: KeyDeps,
  ctx: Context<Person>,
  submissionID: SubmissionID,
  purpose: ReleasePurpose,
): Promise<{ head: SubmissionRecord; checks: readonly Write[] }> {
  // A locked session may finish its uploads, which needs their key; it opens nothing.
  if (ctx.actor.session.locked && purpose !== "resume") throw sessionLocked();
  if (purpose === "read") return await permitReading(deps.reader, ctx, submissionID);
  const head = await findSubmission(deps.reader, { clinicID: ctx.actor.clinicID, submissionID });
  if (head?.authorID !== ctx.actor.personID || !SENDING_STATES.includes(head.state)) throw missing();
  assertContinuing(head, ctx.actor.session);
  return { head, checks: [checkMembership(ctx.actor, ctx.actor.epoch)] };
}

/**
 * Releases a submission's data key to one signed-in device: policy, then the audit row, then KMS, then HPKE. The only
 * operation that ever sees a data key.
 */
export const release = operation({
  action: "key.release",
  allow: READING_ACTORS,
  continues: true,
  input: keysRoutes.release.input,
  async run(deps: KeyDeps, ctx: Context<Person>, { submissionID, purpose }) {
    const { actor } = ctx;
    const { head, checks } = await permit(deps, ctx, submissionID, purpose);
    const key = await findDataKey(deps.reader, head);
    if (key === null) throw missing();
    const eventID = ctx.newID("evt");
    const context = { clinic: head.clinicID, submission: submissionID };
    return releasePlan({
      checks,
      eventID,
      facts: { submissionID, patientID: head.patientID, code: purpose },
      afterwards: async () => {
        const wrappedKeySha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", key.wrappedKey));
        const scope = { clinicID: head.clinicID, submissionID, purpose, wrappedKeySha256, eventID };
        const { handle: sessionHandle, devicePublicKey } = actor.session;
        const wrappedKey = Buffer.from(key.wrappedKey).toString("base64");
        const dataKey = await deps.dataKeys.unwrap(key, context);
        try {
          const sealed = await sealKey({ scope, dataKey, devicePublicKey, sessionHandle });
          return { eventID, ...sealed, wrappedKey, keyARN: key.keyARN, context };
        } finally {
          dataKey.fill(0);
        }
      },
    });
  },
});
