import { revalidate } from "@solidjs/router";
import { audienceOf } from "../features/session/audience.ts";
import { Allowed } from "../features/session/allowed.tsx";
import { signedIn } from "../features/session/session.ts";
import { readQueues } from "../features/tasks/queries.ts";
import { QueueList } from "../features/tasks/queue-list.tsx";
import { TASK_WORDS as WORDS } from "../features/tasks/words.ts";
import { createFresh } from "../lib/create-fresh.ts";
import { Loading, PageHead } from "../ui/page.tsx";

/** Where work waits. The owner sees how much, not what. */
export default function QueuesPage() {
  return (
    <Allowed to={["care-team", "owner"]}>
      <Queues />
    </Allowed>
  );
}

function Queues() {
  createFresh(readQueues.key);
  const isTeam = audienceOf(signedIn().session.role) === "care-team";
  return (
    <>
      <PageHead title={WORDS.queues}>
        <p class="lede small">{isTeam ? WORDS.queuesLede : WORDS.ownerLede}</p>
      </PageHead>
      <Loading onRetry={() => void revalidate(readQueues.key)}>
        <QueueList canOpen={isTeam} />
      </Loading>
    </>
  );
}
