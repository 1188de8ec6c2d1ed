import {
  reviewRoutes,
  type PersonID,
  type RejectReason,
  type ReturnReason,
  type TaskView,
} from "@postern/contract";
import { revalidate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import { call, signedIn } from "../session/session.ts";
import { changeWords, type Change } from "./change.ts";
import { readMyTasks, readQueues, readTask, readTasks } from "./queries.ts";

/** What a person does with a task. */
export type Act =
  | { readonly name: "claim" | "release" | "accept" }
  | { readonly name: "hand-over"; readonly toPersonID: PersonID }
  | { readonly name: "return"; readonly reason: ReturnReason; readonly message?: string | undefined }
  | { readonly name: "reject"; readonly reason: RejectReason; readonly message?: string | undefined };

/** Acts on a task, in the version that the person sees. Another version now is told, with what became of it. */
export function createDecision(task: () => TaskView) {
  const [isBusy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [change, setChange] = createSignal<Change>();
  const [isClaiming, setClaiming] = createSignal(false);
  /** What the person did last with this task. */
  const [last, setLast] = createSignal<Act["name"]>();

  /** @returns whether it stands now, by this act and not by another's */
  async function act(wanted: Act): Promise<boolean> {
    if (isBusy()) return false;
    const before = task();
    setBusy(true);
    setClaiming(wanted.name === "claim");
    setTrouble(undefined);
    setChange(undefined);
    try {
      await send(before, wanted);
      setLast(wanted.name);
      await refreshTask(before);
      return true;
    } catch (error) {
      const failed = troubleOf(error);
      const isChanged = failed.kind === "conflict" || failed.code === "task-not-yours";
      setClaiming(false);
      if (isChanged) await tellChange(before).catch(() => setTrouble(failed));
      else setTrouble(failed);
      return false;
    } finally {
      setBusy(false);
      setClaiming(false);
    }
  }

  async function tellChange(before: TaskView): Promise<void> {
    const after = await call(reviewRoutes.task, { taskID: before.taskID });
    setChange(changeWords(before, after, signedIn().session.personID));
    await refreshTask(before);
  }

  return { act, last, isBusy, isClaiming, trouble, change };
}

export type DecisionPage = ReturnType<typeof createDecision>;

async function send({ taskID, version }: TaskView, wanted: Act): Promise<void> {
  switch (wanted.name) {
    case "claim":
    case "release":
    case "accept":
      await call(reviewRoutes[wanted.name], { taskID, version });
      return;
    case "hand-over":
      await call(reviewRoutes.handOver, { taskID, version, toPersonID: wanted.toPersonID });
      return;
    case "return":
      await call(reviewRoutes.return, { taskID, version, reason: wanted.reason, ...messageOf(wanted) });
      return;
    case "reject":
      await call(reviewRoutes.reject, { taskID, version, reason: wanted.reason, ...messageOf(wanted) });
  }
}

function messageOf({ message }: { readonly message?: string | undefined }): { message?: string } {
  return message === undefined ? {} : { message };
}

/** Asks again for a task and for every list that it may stand in. */
export async function refreshTask({ taskID }: Pick<TaskView, "taskID">): Promise<void> {
  await revalidate([readTask.keyFor(taskID), readQueues.key, readTasks.key, readMyTasks.key]);
}
