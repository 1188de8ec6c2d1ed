import { LIMITS, intakeRoutes } from "@postern/contract";
import { findSettings } from "../clinic/index.ts";
import { nameOf } from "../identity/index.ts";
import type { Context } from "../kernel/index.ts";
import { missing, operation, present, release } from "../kernel/index.ts";
import type { IntakeDeps } from "./deps.ts";
import { findReceipt } from "./receipt-store.ts";
import { submissionRow } from "./row.ts";
import {
  assertContinuing,
  findSubmission,
  loadSubmission,
  submissionsOfOrganization,
  submissionsOfPatient,
  type Submission,
} from "./store.ts";
import { SENDERS, type Sender } from "./submission.ts";
import { documentView, submissionSummary } from "./view.ts";

/** What a sender chooses from: locations, kinds and services of the clinic. */
export const clinic = operation({
  action: "clinic.read",
  allow: SENDERS,
  input: intakeRoutes.clinic.input,
  run(deps: IntakeDeps, ctx: Context<Sender>) {
    const { clinicID, personID, type } = ctx.actor;
    return Promise.resolve(
      release({
        facts: {},
        once: "clinic",
        afterwards: async () => {
          const settings = await findSettings(deps.reader, clinicID);
          if (settings === null) throw missing();
          const displayName = (await nameOf(deps.reader, await deps.fields(), clinicID, personID)) ?? "";
          const { name, phone, kinds, services, keepsOriginal = false } = settings.clinic;
          const locations = settings.locations.map((location) => ({
            locationID: location.locationID,
            name: location.name,
          }));
          return {
            clinicID,
            name,
            phone,
            locations,
            kinds: [...kinds],
            services: [...services],
            keepsOriginal,
            me: { role: type, displayName },
          };
        },
      }),
    );
  },
});

/** What I, or my practice, sent: newest first. */
export const list = operation({
  action: "submission.list",
  allow: SENDERS,
  input: intakeRoutes.listSubmissions.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { cursor }) {
    const { actor } = ctx;
    const { clinicID } = actor;
    const scope = [clinicID, actor.personID, "submission.list"].join("\n");
    const now = ctx.clock.now();
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    const page = { limit: LIMITS.pageSize, after };
    return release({
      facts: actor.type === "patient" ? { patientID: actor.patientID } : { entityID: actor.organizationID },
      once: `list ${cursor ?? ""}`,
      afterwards: async () => {
        const { submissions, last } =
          actor.type === "patient"
            ? await submissionsOfPatient(deps.reader, clinicID, actor.patientID, page)
            : await submissionsOfOrganization(deps.reader, clinicID, actor.organizationID, page);
        return present({
          submissions: submissions.map(submissionSummary),
          cursor: last && (await deps.cursors.seal(scope, last, now)),
        });
      },
    });
  },
});

/**
 * One submission with its documents' states: for its author, its patient, and the practice that sent it. A locked
 * session learns of what it sends how far it is, and not what the team wrote.
 */
export const read = operation({
  action: "submission.read",
  allow: SENDERS,
  continues: true,
  input: intakeRoutes.readSubmission.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID }) {
    const { actor } = ctx;
    const loaded = await loadSubmission(deps.reader, { clinicID: actor.clinicID, submissionID });
    if (loaded === null || !isSeenBy(actor, loaded.head)) throw missing();
    const { head, documents } = loaded;
    assertContinuing(head, actor.session);
    return release({
      facts: { submissionID, patientID: head.patientID },
      once: `read ${submissionID}`,
      afterwards: async () => {
        const settings = head.queueID && (await findSettings(deps.reader, actor.clinicID));
        // What no rule claimed is still with the team; a queue for such work means nothing to its sender.
        const isNamed = settings && head.queueID !== settings.clinic.unroutedQueueID;
        const queue = isNamed ? settings.queues.find(({ queueID }) => queueID === head.queueID) : undefined;
        const { clinicID, patientID, decidedAt, decision } = head;
        const message = actor.session.locked ? undefined : head.message;
        const fields = message && (await deps.fields());
        return present({
          ...submissionSummary(head),
          clinicID,
          patientID,
          decidedAt,
          decision,
          message: fields && message && (await fields.open(submissionRow(head), "message", message)),
          queueName: queue?.name,
          documents: documents.map(documentView),
        });
      },
    });
  },
});

/** The newest receipt, for whoever may see the submission: as it was signed when the team got the files. */
export const receipt = operation({
  action: "receipt.read",
  allow: SENDERS,
  input: intakeRoutes.readReceipt.input,
  async run(deps: IntakeDeps, ctx: Context<Sender>, { submissionID }) {
    const key = { clinicID: ctx.actor.clinicID, submissionID };
    const head = await findSubmission(deps.reader, key);
    if (head === null || !isSeenBy(ctx.actor, head)) throw missing();
    const found = await findReceipt(deps.reader, key);
    if (found === null) throw missing();
    return release({
      facts: { submissionID, patientID: head.patientID },
      once: `receipt ${submissionID}`,
      afterwards: () => found,
    });
  },
});

/** A patient sees what is about him, a practice what it sent. */
function isSeenBy(actor: Sender, head: Submission): boolean {
  return actor.type === "patient"
    ? head.patientID === actor.patientID
    : head.organizationID === actor.organizationID;
}
