import { createAsync, revalidate } from "@solidjs/router";
import { Allowed } from "../features/session/allowed.tsx";
import { KeysHelp } from "../features/tasks/keys-help.tsx";
import { Looked } from "../features/tasks/looked.tsx";
import { readMyTasks, readQueues } from "../features/tasks/queries.ts";
import { TaskTable } from "../features/tasks/task-table.tsx";
import { TASK_WORDS as WORDS } from "../features/tasks/words.ts";
import { createPages } from "../lib/create-pages.ts";
import { MoreButton } from "../ui/more.tsx";
import { Loading, PageHead } from "../ui/page.tsx";

/** What the person has taken. */
export default function MyTasksPage() {
  return (
    <Allowed to={["care-team"]}>
      <PageHead title={WORDS.mine}>
        <p class="lede small">{WORDS.mineLede}</p>
      </PageHead>
      <Loading onRetry={() => void revalidate([readMyTasks.key, readQueues.key])}>
        <MyTasks />
      </Loading>
    </Allowed>
  );
}

function MyTasks() {
  const first = createAsync(() => readMyTasks());
  const pages = createPages(first, async (cursor) => {
    const page = await readMyTasks(cursor);
    return { items: page.tasks, cursor: page.cursor };
  });
  return (
    <>
      <TaskTable
        tasks={[...(first()?.tasks ?? []), ...pages.items()]}
        label={WORDS.mine}
        empty={{ title: WORDS.mineEmpty, text: WORDS.mineEmptyText }}
      />
      <MoreButton pages={pages} word={WORDS.more} />
      <Looked answer={first()} onAgain={() => void revalidate([readMyTasks.key, readQueues.key])} />
      <KeysHelp canClaim={false} />
    </>
  );
}
