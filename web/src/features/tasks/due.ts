import type { TaskSummary } from "@postern/contract";

/** True for work that nobody has finished by its time. */
export function isLate({ state, dueAt }: Pick<TaskSummary, "state" | "dueAt">, now: Date): boolean {
  return (state === "open" || state === "claimed") && new Date(dueAt).getTime() < now.getTime();
}
