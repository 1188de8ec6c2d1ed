import { QueueID } from "@postern/contract";
import { createAsync, revalidate, useParams, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Allowed } from "../features/session/allowed.tsx";
import { readQueues, readTasks, type Lane } from "../features/tasks/queries.ts";
import { KeysHelp } from "../features/tasks/keys-help.tsx";
import { TaskTable } from "../features/tasks/task-table.tsx";
import { LANE_WORDS, TASK_WORDS as WORDS } from "../features/tasks/words.ts";
import { createPages } from "../lib/create-pages.ts";
import { MoreButton } from "../ui/more.tsx";
import { Loading, PageHead } from "../ui/page.tsx";
import NotFoundPage from "./not-found.tsx";

const LANES: readonly Lane[] = ["open", "claimed"];

/** One queue: what waits, and what somebody works on. */
export default function QueuePage() {
  const params = useParams();
  const queueID = () => QueueID.safeParse(params["queueID"]).data;
  return (
    <Allowed to={["care-team"]}>
      <Show when={queueID()} keyed fallback={<NotFoundPage />}>
        {(id) => (
          <Loading isPage onRetry={() => void revalidate([readQueues.key, readTasks.key])}>
            <Queue queueID={id} />
          </Loading>
        )}
      </Show>
    </Allowed>
  );
}

function Queue(props: { readonly queueID: QueueID }) {
  const [search] = useSearchParams();
  const lane = (): Lane => (search["lane"] === "claimed" ? "claimed" : "open");
  const queues = createAsync(() => readQueues());
  const queue = () => queues()?.queues.find(({ queueID }) => queueID === props.queueID);
  return (
    <>
      <PageHead title={queue()?.name ?? WORDS.tasks} back={{ href: "/queues", word: WORDS.queues }} />
      <nav class="tabs" aria-label={WORDS.lanes}>
        <For each={LANES}>
          {(each) => (
            <a
              href={`/queues/${props.queueID}?lane=${each}`}
              aria-current={lane() === each ? "page" : undefined}
            >
              {LANE_WORDS[each]} <span class="n">{queue()?.[each] ?? ""}</span>
            </a>
          )}
        </For>
      </nav>
      <Loading onRetry={() => void revalidate(readTasks.key)}>
        <LaneTasks queueID={props.queueID} lane={lane()} />
      </Loading>
    </>
  );
}

function LaneTasks(props: { readonly queueID: QueueID; readonly lane: Lane }) {
  const first = createAsync(() => readTasks(props.queueID, props.lane));
  const pages = createPages(first, async (cursor) => {
    const page = await readTasks(props.queueID, props.lane, cursor);
    return { items: page.tasks, cursor: page.cursor };
  });
  return (
    <>
      <TaskTable
        tasks={[...(first()?.tasks ?? []), ...pages.items()]}
        label={`${LANE_WORDS[props.lane]}, oldest first`}
        empty={{ title: WORDS.laneEmpty, text: WORDS.laneEmptyText }}
      />
      <MoreButton pages={pages} word={WORDS.more} />
      <KeysHelp />
    </>
  );
}
