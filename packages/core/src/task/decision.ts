import { reviewRoutes, type TaskID } from "@postern/contract";
import { checkMembership } from "../identity/index.ts";
import {
  changeSubmission,
  expiryFrom,
  findSubmission,
  nextSubmissionState,
  submissionRow,
} from "../intake/index.ts";
import type { Context } from "../kernel/index.ts";
import { Problem, change, iso, operation, settled } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import type { Colleague } from "./queue.ts";
import { taskRow } from "./row.ts";
import { CARE_TEAM, DECIDED_STATE, mayJudge, nextTaskState } from "./rules.ts";
import { describeMove, type Task } from "./store.ts";
import { answerWith, assertMine, changedMeanwhile, ownTask } from "./task.ts";
import { factsOf, messageOf } from "./view.ts";

type Decision = keyof typeof DECIDED_STATE;

interface Decided {
  readonly taskID: TaskID;
  readonly version: number;
  readonly reason?: Task["decision"];
  /** The team's own words, for the sender. */
  readonly message?: string | undefined;
}

/** What the three decisions share: the task closes and its submission with it. */
async function decide(
  deps: TaskDeps,
  ctx: Context<Colleague>,
  decision: Decision,
  { taskID, version, reason, message }: Decided,
) {
  const { actor } = ctx;
  const { clinicID, personID } = actor;
  const task = await ownTask(deps, ctx, taskID);
  const answer = answerWith(deps, ctx, taskID);
  const done = nextTaskState("claimed", decision);
  const isDone = task.state === done && task.assigneeID === personID && task.decision === reason;
  if (isDone && (await messageOf(deps, task)) === message) return settled(answer);
  const state = assertMine(task, actor, version, decision);
  const head = await findSubmission(deps.reader, { clinicID, submissionID: task.submissionID });
  const next = head && nextSubmissionState(head.state, decision);
  if (head === null || next === null) throw changedMeanwhile();
  const sealed = await sealFor(deps, [taskRow(task), submissionRow(head)], message);
  const now = ctx.clock.now();
  // What was taken out of a submission before it was handed over may still be due to be deleted.
  const due = decision === "return" ? expiryFrom(now) : undefined;
  const decided = { decidedAt: iso(now), decision: reason, message: sealed[1] };
  const to = { state, assigneeID: personID, decision: reason, message: sealed[0] };
  return change({
    checks: [checkMembership(actor, actor.epoch)],
    writes: [
      ...describeMove(task, to, iso(now), personID),
      changeSubmission(head, { state: next, ...decided }, due),
    ],
    facts: { ...factsOf(task), code: reason },
    afterwards: answer,
  });
}

/** The message once for each row that holds it; none when there is no message. */
async function sealFor(
  deps: TaskDeps,
  rows: readonly string[],
  message: string | undefined,
): Promise<readonly string[]> {
  if (message === undefined) return [];
  const fields = await deps.fields();
  return Promise.all(rows.map((row) => fields.seal(row, "message", message)));
}

export const accept = operation({
  action: "task.accept",
  allow: ["provider"],
  input: reviewRoutes.accept.input,
  run: (deps: TaskDeps, ctx, input) => decide(deps, ctx, "accept", input),
});

/** Back to the sender, who may send again: the next round. */
export const giveBack = operation({
  action: "task.return",
  allow: CARE_TEAM,
  input: reviewRoutes.return.input,
  run(deps: TaskDeps, ctx, input) {
    if (!mayJudge(ctx.actor.type, input.reason)) throw unread();
    return decide(deps, ctx, "return", input);
  },
});

const unread = () =>
  new Problem("forbidden", "reason-unread", "Only those who may open the documents can give this reason.");

export const reject = operation({
  action: "task.reject",
  allow: ["provider"],
  input: reviewRoutes.reject.input,
  run: (deps: TaskDeps, ctx, input) => decide(deps, ctx, "reject", input),
});
