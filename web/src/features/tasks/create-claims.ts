import { reviewRoutes, type TaskSummary } from "@postern/contract";
import { revalidate } from "@solidjs/router";
import { createSignal, onCleanup } from "solid-js";
import { troubleOf } from "../../lib/trouble.ts";
import { troubleWords } from "../../words.ts";
import { call, signedIn } from "../session/session.ts";
import { changeWords } from "./change.ts";
import { claimedBy, faceOf, sayingOf, withNews, type News, type RowNews } from "./claim.ts";
import { readMyTasks, readQueues, readTask, readTasks } from "./queries.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/**
 * Claims tasks from a list. The row shows it at once and stays where it is; if somebody was faster it goes back and says
 * who. The list itself is read again only when the person leaves it, so that no row moves under the eyes.
 */
export function createClaims() {
  const [news, setNews] = createSignal<News>(new Map());
  /** The last thing that happened, for those who do not see the row. */
  const [said, setSaid] = createSignal("");
  onCleanup(() => {
    if (news().size > 0) void revalidate(readTasks.key);
  });
  const tell = (task: TaskSummary, row: RowNews) => setNews((known) => withNews(known, task.taskID, row));

  async function claim(listed: TaskSummary): Promise<void> {
    const task = faceOf(listed, news());
    if (task.state !== "open") return;
    const me = signedIn().session.personID;
    tell(task, { face: claimedBy(task, me), isPending: true });
    setSaid("");
    const row = await claimRow(task).catch((error: unknown) => failedRow(error));
    tell(task, row);
    setSaid(row.say ?? WORDS.claimedNow(task.number));
    await revalidate([readQueues.key, readMyTasks.key, readTask.keyFor(task.taskID)]);
  }

  return {
    claim,
    said,
    face: (task: TaskSummary) => faceOf(task, news()),
    say: (task: TaskSummary) => sayingOf(task, news()),
  };
}

export type ClaimsPage = ReturnType<typeof createClaims>;

async function claimRow(task: TaskSummary): Promise<RowNews> {
  const { taskID, version } = task;
  try {
    return { face: await call(reviewRoutes.claim, { taskID, version }), isPending: false };
  } catch (error) {
    if (troubleOf(error).kind !== "conflict") throw error;
    const face = await call(reviewRoutes.task, { taskID });
    const { title, text } = changeWords(task, face, signedIn().session.personID);
    return { face, say: `${title} ${text}`, isPending: false };
  }
}

function failedRow(error: unknown): RowNews {
  const { title, text } = troubleWords(troubleOf(error));
  return { say: `${title} ${text}`, isPending: false };
}
