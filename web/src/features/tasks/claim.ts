import type { PersonID, TaskID, TaskSummary } from "@postern/contract";

/** What is known of one row beyond its list: it was claimed here, or somebody was faster. */
export interface RowNews {
  /** The task as it is shown now; absent when it stands as the list has it. */
  readonly face?: TaskSummary;
  /** Why a claim was taken back; said in the row. */
  readonly say?: string;
  /** The server has not answered yet. */
  readonly isPending: boolean;
}

export type News = ReadonlyMap<TaskID, RowNews>;

/** A task as it will be when the claim holds: shown before the server has answered. */
export function claimedBy(task: TaskSummary, me: PersonID): TaskSummary {
  return { ...task, state: "claimed", assigneeID: me };
}

/** The task as a row shows it: what was learned since, unless the list has been read again and is newer. */
export function faceOf(task: TaskSummary, news: News): TaskSummary {
  const known = news.get(task.taskID);
  if (known?.face === undefined) return task;
  return known.isPending || known.face.version > task.version ? known.face : task;
}

/** What is to be said in a row; nothing once the list itself says it. */
export function sayingOf(task: TaskSummary, news: News): string | undefined {
  const known = news.get(task.taskID);
  const isOld = known?.face !== undefined && known.face.version <= task.version;
  return isOld ? undefined : known?.say;
}

export function withNews(news: News, taskID: TaskID, row: RowNews): News {
  return new Map(news).set(taskID, row);
}
