import { TaskID } from "@postern/contract";
import { createAsync, revalidate, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { Allowed } from "../features/session/allowed.tsx";
import { readQueues, readTask } from "../features/tasks/queries.ts";
import { Task } from "../features/tasks/task.tsx";
import { Loading } from "../ui/page.tsx";
import NotFoundPage from "./not-found.tsx";

/** One task: who, what, the documents, and the decision. */
export default function TaskPage() {
  const params = useParams();
  const taskID = () => TaskID.safeParse(params["taskID"]).data;
  return (
    <Allowed to={["care-team"]}>
      <Show when={taskID()} keyed fallback={<NotFoundPage />}>
        {(id) => (
          <Loading isPage onRetry={() => void revalidate([readTask.keyFor(id), readQueues.key])}>
            <LoadedTask taskID={id} />
          </Loading>
        )}
      </Show>
    </Allowed>
  );
}

function LoadedTask(props: { readonly taskID: TaskID }) {
  const task = createAsync(() => readTask(props.taskID));
  return <Show when={task()}>{(view) => <Task task={view()} />}</Show>;
}
