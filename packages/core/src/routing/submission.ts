import { SubmissionID, type SubmissionState } from "@postern/contract";
import * as z from "zod";
import { findSettings, type ClinicSettings } from "../clinic/index.ts";
import {
  changeSubmission,
  describeReceipt,
  expiryFrom,
  loadSubmission,
  nextSubmissionState,
  tidyAfter,
  type SubmissionRecord,
} from "../intake/index.ts";
import type { ActorOf, Context, Plan, Reader } from "../kernel/index.ts";
import { Problem, change, iso, operation, settled } from "../kernel/index.ts";
import { describeNewTask, taskOfRound } from "../task/index.ts";
import { destination, type Destination } from "./rules.ts";
import { signReceipt } from "./receipt.ts";
import { judge, type VerifiedDocument } from "./settlement.ts";
import { findRules, type Signer } from "./store.ts";

export interface RoutingDeps {
  readonly reader: Reader;
  /** Signs receipts. */
  readonly signer: Signer;
}

/** The submission's state afterwards; null when there is none. */
export interface Settled {
  readonly state: SubmissionState | null;
}

/**
 * Routes a submission when the last of its documents is verified, or gives it back when one was put aside. May be
 * called at any time, by several at once: the head's version and state let one of them through.
 */
export const settle = operation({
  action: "submission.route",
  allow: ["system"],
  input: z.strictObject({ submissionID: SubmissionID }),
  async run(deps: RoutingDeps, ctx: Context<ActorOf<"system">>, { submissionID }): Promise<Plan<Settled>> {
    const { clinicID } = ctx.actor;
    const loaded = await loadSubmission(deps.reader, { clinicID, submissionID });
    if (loaded === null) return settled(() => ({ state: null }));
    const { head } = loaded;
    const verdict = judge(loaded);
    switch (verdict.kind) {
      case "wait":
        return settled(() => ({ state: head.state }));
      case "hold":
        return hold(ctx, head);
      case "route":
        return await route(deps, ctx, {
          head,
          documents: verdict.documents,
          tidyAt: tidyAfter(loaded, ctx.clock.now()),
          ...(await chosen(deps, head)),
        });
    }
  },
});

/** @throws Problem `unavailable` while the clinic has no queue for the submission; it waits until there is one */
async function chosen(
  { reader }: RoutingDeps,
  head: SubmissionRecord,
): Promise<{ readonly settings: ClinicSettings; readonly destination: Destination }> {
  const [settings, rules] = await Promise.all([
    findSettings(reader, head.clinicID),
    findRules(reader, head.clinicID),
  ]);
  const found = settings && destination(settings, rules, head);
  if (settings === null || found === null) {
    throw new Problem("unavailable", "queue-missing", "This clinic has no queue for what was sent.");
  }
  return { settings, destination: found };
}

function hold(ctx: Context, head: SubmissionRecord): Plan<Settled> {
  const state = nextSubmissionState(head.state, "hold");
  if (state === null) return settled(() => ({ state: head.state }));
  return change({
    writes: [changeSubmission(head, { state }, expiryFrom(ctx.clock.now()))],
    facts: { submissionID: head.submissionID, patientID: head.patientID, code: state },
    afterwards: () => ({ state }),
  });
}

interface Whole {
  readonly head: SubmissionRecord;
  readonly documents: readonly VerifiedDocument[];
  /** When what was taken out of it before is deleted; ISO 8601. */
  readonly tidyAt: string | null;
  readonly settings: ClinicSettings;
  readonly destination: Destination;
}

/** Nothing is routed without its receipt, so that is signed first. */
async function route(
  { signer }: RoutingDeps,
  ctx: Context,
  { head, documents, tidyAt, settings, destination: { queue, ruleName, ruleVersion } }: Whole,
): Promise<Plan<Settled>> {
  const state = nextSubmissionState(head.state, "route");
  if (state === null) return settled(() => ({ state: head.state }));
  const { submissionID, patientID, round } = head;
  const routedAt = iso(ctx.clock.now());
  const dueAt = iso(ctx.clock.now() + queue.promiseSeconds * 1000);
  const routed = {
    taskID: await taskOfRound(submissionID, round),
    queueID: queue.queueID,
    ruleName,
    ruleVersion,
    dueAt,
  };
  const receipt = await signReceipt(signer, { head, documents, settings, issuedAt: routedAt, dueAt });
  return change({
    writes: [
      changeSubmission(head, { ...routed, state, routedAt, erasedAt: undefined }, tidyAt),
      ...describeNewTask({ ...taskFacts(head), ...routed, receivedAt: routedAt }),
      describeReceipt(receipt),
    ],
    facts: { submissionID, patientID, entityID: routed.taskID, code: `${ruleName}@${ruleVersion}` },
    afterwards: () => ({ state }),
  });
}

/** What a task repeats of its submission, so that lists need no second read. */
function taskFacts(head: SubmissionRecord) {
  const { clinicID, submissionID, number, kind, locationID, service, urgency } = head;
  const { patientID, organizationID, documentCount, round } = head;
  const facts = { clinicID, submissionID, number, kind, locationID, service, urgency };
  return { ...facts, patientID, organizationID, documentCount, round };
}
