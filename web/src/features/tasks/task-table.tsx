import type { TaskSummary } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show, createSignal } from "solid-js";
import { createClaims } from "./create-claims.ts";
import { createRowKeys } from "./create-keys.ts";
import { readLocations } from "./queries.ts";
import { Empty } from "./queue-list.tsx";
import { TaskRow } from "./task-row.tsx";
import { TASK_WORDS as WORDS } from "./words.ts";

/** Tasks in the order of the list: a table at a desk, cards on a phone. The roles are kept, since the change of display drops them. */
export function TaskTable(props: {
  readonly tasks: readonly TaskSummary[];
  readonly label: string;
  readonly empty: { readonly title: string; readonly text: string };
}) {
  const [section, setSection] = createSignal<HTMLElement>();
  const claims = createClaims();
  const locations = createAsync(() => readLocations());
  const subjects = () => [...(section()?.querySelectorAll<HTMLElement>("a.subject") ?? [])];
  const claim = (at: number) => {
    const task = props.tasks[at];
    if (task === undefined) return;
    // The button makes way for another one: the row keeps the focus.
    subjects()[at]?.focus({ preventScroll: true });
    void claims.claim(task);
  };
  createRowKeys(subjects, claim);
  return (
    <section ref={setSection} class="sheet flush" aria-label={WORDS.tasks}>
      <Show when={props.tasks.length > 0} fallback={<Empty {...props.empty} />}>
        <div class="table-wrap">
          <table class="table queue" role="table" aria-label={props.label}>
            <Head />
            <tbody role="rowgroup">
              <For each={props.tasks}>
                {(task, at) => (
                  <TaskRow
                    task={claims.face(task)}
                    location={locations()?.get(task.locationID)}
                    isFresh={claims.face(task) !== task}
                    say={claims.say(task)}
                    onClaim={() => claim(at())}
                  />
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <p class="sr" role="status">
        {claims.said()}
      </p>
    </section>
  );
}

function Head() {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" class="col-due">
          {WORDS.due}
        </th>
        <th role="columnheader">{WORDS.what}</th>
        <th role="columnheader" class="col-has">
          {WORDS.has}
        </th>
        <th role="columnheader" class="col-state">
          {WORDS.urgency}
        </th>
        <th role="columnheader" class="col-owner">
          {WORDS.owner}
        </th>
        <th role="columnheader" class="col-act">
          <span class="sr">{WORDS.act}</span>
        </th>
      </tr>
    </thead>
  );
}
