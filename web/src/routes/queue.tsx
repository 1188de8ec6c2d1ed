import { QueueID, type QueueView } from "@postern/contract";
import { createAsync, revalidate, useParams, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Allowed } from "../features/session/allowed.tsx";
import { KeysHelp } from "../features/tasks/keys-help.tsx";
import { Looked } from "../features/tasks/looked.tsx";
import { LANES, readQueues, readTasks, type Lane } from "../features/tasks/queries.ts";
import { TaskTable } from "../features/tasks/task-table.tsx";
import { numberWords, cappedNumber, TASK_WORDS as WORDS } from "../features/tasks/words.ts";
import { createPages } from "../lib/create-pages.ts";
import { MoreButton } from "../ui/more.tsx";
import { Loading, PageHead } from "../ui/page.tsx";
import NotFoundPage from "./not-found.tsx";

const readAgain = () => revalidate([readQueues.key, readTasks.key]);

/** One queue: what waits, what somebody works on, and what is past its time. */
export default function QueuePage() {
  const params = useParams();
  const queueID = () => QueueID.safeParse(params["queueID"]).data;
  return (
    <Allowed to={["care-team"]}>
      <Show when={queueID()} keyed fallback={<NotFoundPage />}>
        {(id) => (
          <Loading isPage onRetry={() => void readAgain()}>
            <Queue queueID={id} />
          </Loading>
        )}
      </Show>
    </Allowed>
  );
}

function Queue(props: { readonly queueID: QueueID }) {
  const [search] = useSearchParams();
  const lane = (): Lane => LANES.find((each) => each === search["lane"]) ?? "open";
  const queues = createAsync(() => readQueues());
  const queue = () => queues()?.queues.find(({ queueID }) => queueID === props.queueID);
  return (
    <>
      <PageHead title={queue()?.name ?? WORDS.tasks} back={{ href: "/queues", word: WORDS.queues }} />
      <nav class="tabs" aria-label={WORDS.laneNav}>
        <For each={LANES}>
          {(each) => (
            <a
              href={`/queues/${props.queueID}?lane=${each}`}
              aria-current={lane() === each ? "page" : undefined}
            >
              {WORDS.lanes[each]} <span class="n">{laneNumber(queue(), each)}</span>
            </a>
          )}
        </For>
      </nav>
      <Loading onRetry={() => void readAgain()}>
        <Show when={lane()} keyed>
          {(shown) => <LaneTasks queueID={props.queueID} lane={shown} />}
        </Show>
      </Loading>
    </>
  );
}

function laneNumber(queue: QueueView | undefined, lane: Lane): string {
  if (queue === undefined) return "";
  return lane === "overdue" ? cappedNumber(queue.overdue, queue.moreOverdue) : numberWords(queue[lane]);
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
        label={WORDS.orders[props.lane]}
        empty={WORDS.laneEmpty[props.lane]}
      />
      <MoreButton pages={pages} word={WORDS.more} />
      <Looked answer={first()} onAgain={() => void readAgain()} />
      <KeysHelp canClaim />
    </>
  );
}
