import { SUBMISSION_STATES } from "@postern/contract";
import { For } from "solid-js";
import { createSentFiles } from "../features/opening/create-sent-files.ts";
import { SubmissionDocuments } from "../features/submissions/documents.tsx";
import { SubmissionList } from "../features/submissions/list.tsx";
import { Lookers } from "../features/submissions/lookers.tsx";
import { Timeline } from "../features/submissions/timeline.tsx";
import { Loading } from "../ui/page.tsx";
import { submissionIn } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

/** What became of what was sent. */
export function Following() {
  return (
    <Section title="Following what was sent">
      <Sample name="what was sent, in each state">
        <Loading>
          <SubmissionList role="patient" />
        </Loading>
      </Sample>
      <For each={SUBMISSION_STATES}>
        {(state) => (
          <Sample name={`where it is: ${state}`}>
            <Timeline view={submissionIn(state)} phone="555 0100" isStale={state === "submitted"} />
          </Sample>
        )}
      </For>
      <Sample name="its files, one put aside">
        <SubmissionDocuments view={submissionIn("incomplete")} files={createSentFiles(() => undefined)} />
      </Sample>
      <Sample name="who looked">
        <Loading>
          <Lookers view={submissionIn("routed")} manifest={undefined} />
        </Loading>
      </Sample>
    </Section>
  );
}
