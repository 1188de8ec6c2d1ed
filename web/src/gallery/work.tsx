import type { TaskView } from "@postern/contract";
import { For } from "solid-js";
import { createDecision } from "../features/tasks/create-decision.ts";
import { DecisionBar } from "../features/tasks/decision-bar.tsx";
import { KeysHelp } from "../features/tasks/keys-help.tsx";
import { Notes } from "../features/tasks/notes.tsx";
import { QueueList } from "../features/tasks/queue-list.tsx";
import { SenderPreview } from "../features/tasks/sender-preview.tsx";
import { TaskAsked } from "../features/tasks/task-asked.tsx";
import { TaskFacts } from "../features/tasks/task-facts.tsx";
import { TaskTable } from "../features/tasks/task-table.tsx";
import { Loading } from "../ui/page.tsx";
import { TASKS, taskIn } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

const ALL = { release: true, handOver: true, open: true, decide: true };
const BARS = [
  ["unclaimed", taskIn("open", { claim: true })],
  ["one’s own", taskIn("claimed", ALL)],
  ["one’s own, at the front desk", taskIn("claimed", { release: true, handOver: true })],
  ["nothing to do", taskIn("accepted")],
] as const;

/** What the care team works with. */
export function Work() {
  return (
    <Section title="Queues and tasks">
      <Sample name="queues, for the care team">
        <Loading>
          <QueueList canOpen />
        </Loading>
      </Sample>
      <Sample name="queues, for the owner">
        <Loading>
          <QueueList canOpen={false} />
        </Loading>
      </Sample>
      <Sample name="views with addresses of their own">
        <nav class="tabs" aria-label="Views">
          <a href="#waiting" aria-current="page">
            Waiting <span class="n">12</span>
          </a>
          <a href="#claimed">
            Claimed <span class="n">3</span>
          </a>
          <a href="#overdue">
            Overdue <span class="n">2</span>
          </a>
        </nav>
      </Sample>
      <Sample name="tasks in each state: rows at a desk, cards on a phone" wide>
        <TaskTable tasks={TASKS} label="Tasks" empty={{ title: "Nothing here", text: "" }} />
        <KeysHelp canClaim />
      </Sample>
      <Sample name="facts of a task">
        <TaskFacts task={taskIn("returned")} />
      </Sample>
      <Sample name="what was asked for, and what came since">
        <TaskAsked task={taskIn("claimed", ALL)} />
      </Sample>
      <Sample name="notes of the team">
        <Notes task={taskIn("claimed", ALL)} />
      </Sample>
      <Sample name="what the sender reads, in the sender’s language">
        <For each={["en", "es"] as const}>
          {(language) => (
            <SenderPreview
              decision="pages-missing"
              message="Page 2 of the letter, please."
              language={language}
            />
          )}
        </For>
      </Sample>
      <For each={BARS}>
        {([name, task]) => (
          <Sample name={`acts: ${name}`} wide>
            <Acts task={task} />
          </Sample>
        )}
      </For>
    </Section>
  );
}

function Acts(props: { readonly task: TaskView }) {
  const decision = createDecision(() => props.task);
  return <DecisionBar task={props.task} decision={decision} />;
}
