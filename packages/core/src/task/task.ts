import { reviewRoutes, type PersonID, type TaskID } from "@postern/contract";
import { findSettings } from "../clinic/index.ts";
import {
  checkMembership,
  checkUnmoved,
  findMembership,
  nameOf,
  patientFacts,
  type Membership,
} from "../identity/index.ts";
import { documentView, loadSubmission, submissionSummary } from "../intake/index.ts";
import type { Context } from "../kernel/index.ts";
import { Problem, change, iso, missing, operation, present, release, settled } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import type { Colleague } from "./queue.ts";
import { askedBefore } from "./former.ts";
import { CARE_TEAM, READERS, isAssignedReader, nextTaskState, worksAt, type TaskEvent } from "./rules.ts";
import { describeMove, findTask, type Task } from "./store.ts";
import { factsOf, messageOf, taskSummary } from "./view.ts";

/** A task of one's own locations. @throws Problem `missing` */
export async function ownTask(deps: TaskDeps, { actor }: Context<Colleague>, taskID: TaskID): Promise<Task> {
  const task = await findTask(deps.reader, { clinicID: actor.clinicID, taskID });
  if (task === null || !worksAt(actor.locationIDs, task.locationID)) throw missing();
  return task;
}

interface Leaver {
  readonly personID: PersonID;
  /** Null when there is none. */
  readonly membership: Membership | null;
}

/** Who has claimed a task and no longer works where it is; null when its holder, if it has one, still does. */
async function holderWhoLeft(
  deps: TaskDeps,
  { clinicID, state, assigneeID, locationID }: Task,
): Promise<Leaver | null> {
  if (state !== "claimed" || assigneeID === undefined) return null;
  const membership = await findMembership(deps.reader, clinicID, assigneeID);
  return worksHere(membership, locationID) ? null : { personID: assigneeID, membership };
}

/** Whether somebody works the queues of a location. */
function worksHere(membership: Membership | null, locationID: Task["locationID"]): membership is Membership {
  return (
    membership?.state === "active" &&
    (CARE_TEAM as readonly string[]).includes(membership.role) &&
    worksAt(membership.locationIDs, locationID)
  );
}

/** What this person may do with this task now. */
function rightsOn(task: Task, actor: Colleague, leaver: Leaver | null) {
  const isMine = task.assigneeID === actor.personID && task.state === "claimed";
  const canRead = (READERS as readonly string[]).includes(actor.type);
  return {
    claim: task.state === "open",
    release: isMine || leaver !== null,
    handOver: isMine,
    open: canRead && isAssignedReader(task, actor.personID),
    decide: isMine && actor.type === "provider",
  };
}

/** One task with its submission, its documents' states, and the patient's name. */
export const read = operation({
  action: "task.read",
  allow: CARE_TEAM,
  input: reviewRoutes.task.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID }) {
    const { actor } = ctx;
    const { clinicID } = actor;
    const task = await ownTask(deps, ctx, taskID);
    return release({
      facts: factsOf(task),
      once: `task ${taskID} ${task.version}`,
      afterwards: async () => {
        const loaded = await loadSubmission(deps.reader, { clinicID, submissionID: task.submissionID });
        const settings = await findSettings(deps.reader, clinicID);
        if (loaded === null) throw missing();
        const fields = await deps.fields();
        const patient = task.patientID && (await patientFacts(deps.reader, fields, clinicID, task.patientID));
        const assignee = task.assigneeID && (await nameOf(deps.reader, fields, clinicID, task.assigneeID));
        return present({
          ...taskSummary(task),
          queueName: settings?.queues.find(({ queueID }) => queueID === task.queueID)?.name ?? "",
          assigneeName: assignee ?? undefined,
          patientName: patient ? patient.displayName : undefined,
          birthDate: patient ? patient.birthDate : undefined,
          rule: { name: task.ruleName, version: task.ruleVersion },
          submission: submissionSummary(loaded.head),
          documents: loaded.documents.map(documentView),
          may: rightsOn(task, actor, await holderWhoLeft(deps, task)),
          decision: task.decision,
          message: await messageOf(deps, task),
          asked: await askedBefore(deps, task),
        });
      },
    });
  },
});

/** The answer of a change: the task as it then is. */
export const answerWith = (deps: TaskDeps, ctx: Context<Colleague>, taskID: TaskID) => async () =>
  taskSummary(await ownTask(deps, ctx, taskID));

export const changedMeanwhile = () =>
  new Problem("conflict", "task-changed", "Someone changed this task a moment ago. Look at it again.");
const notYours = () => new Problem("forbidden", "task-not-yours", "This task is not with you.");

/** @throws Problem unless the task is claimed by this person and is the version that he saw */
export function assertMine(
  task: Task,
  { personID }: Pick<Colleague, "personID">,
  version: number,
  event: TaskEvent,
) {
  const state = nextTaskState(task.state, event);
  if (task.assigneeID !== personID) throw notYours();
  if (state === null || task.version !== version) throw changedMeanwhile();
  return state;
}

export const claim = operation({
  action: "task.claim",
  allow: CARE_TEAM,
  input: reviewRoutes.claim.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID, version }) {
    const { actor } = ctx;
    const task = await ownTask(deps, ctx, taskID);
    const answer = answerWith(deps, ctx, taskID);
    if (task.state === "claimed" && task.assigneeID === actor.personID) return settled(answer);
    if (task.state === "claimed") {
      throw new Problem("conflict", "already-claimed", "A colleague was faster: this task is taken.");
    }
    const state = nextTaskState(task.state, "claim");
    if (state === null || task.version !== version) throw changedMeanwhile();
    const at = iso(ctx.clock.now());
    return change({
      checks: [checkMembership(actor, actor.epoch)],
      writes: describeMove(task, { state, assigneeID: actor.personID }, at, actor.personID),
      facts: factsOf(task),
      afterwards: answer,
    });
  },
});

/** Puts a claimed task back for others: its holder, or anyone of its location when its holder no longer works there. */
export const putBack = operation({
  action: "task.release",
  allow: CARE_TEAM,
  input: reviewRoutes.release.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID, version }) {
    const { actor } = ctx;
    const { clinicID } = actor;
    const task = await ownTask(deps, ctx, taskID);
    // Only a release could have moved the version that he saw to open.
    if (task.state === "open" && task.version === version + 1) return settled(answerWith(deps, ctx, taskID));
    const leaver = await holderWhoLeft(deps, task);
    const holder = { clinicID, personID: leaver?.personID ?? actor.personID };
    const state = assertMine(task, holder, version, "release");
    return change({
      checks: [
        checkMembership(actor, actor.epoch),
        ...(leaver === null ? [] : [checkUnmoved(holder, leaver.membership)]),
      ],
      writes: describeMove(task, { state, assigneeID: null }, iso(ctx.clock.now()), actor.personID),
      facts: { ...factsOf(task), code: leaver?.personID },
      afterwards: answerWith(deps, ctx, taskID),
    });
  },
});

/** Gives a claimed task to a colleague of the same location. */
export const handOver = operation({
  action: "task.hand-over",
  allow: CARE_TEAM,
  input: reviewRoutes.handOver.input,
  async run(deps: TaskDeps, ctx: Context<Colleague>, { taskID, version, toPersonID }) {
    const { actor } = ctx;
    const task = await ownTask(deps, ctx, taskID);
    const isDone = task.state === "claimed" && task.assigneeID === toPersonID && task.version === version + 1;
    if (isDone) return settled(answerWith(deps, ctx, taskID));
    const state = assertMine(task, actor, version, "hand-over");
    const other = await findMembership(deps.reader, actor.clinicID, toPersonID);
    if (!worksHere(other, task.locationID)) throw missing();
    return change({
      // A transaction takes one check of a row.
      checks: [
        checkMembership(actor, actor.epoch),
        ...(toPersonID === actor.personID ? [] : [checkMembership(other, other.epoch)]),
      ],
      writes: describeMove(task, { state, assigneeID: toPersonID }, iso(ctx.clock.now()), actor.personID),
      facts: { ...factsOf(task), code: toPersonID },
      afterwards: answerWith(deps, ctx, taskID),
    });
  },
});
