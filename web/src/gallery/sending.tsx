import { For } from "solid-js";
import { FileRow } from "../features/upload/file-list.tsx";
import { FilePicker } from "../features/upload/file-picker.tsx";
import { Failure } from "../features/upload/failure.tsx";
import { UPLOAD_START, type Stage, type UploadState } from "../features/upload/machine.ts";
import type { UploadFile } from "../features/upload/rows.ts";
import { Done, Summary } from "../features/upload/sending.tsx";
import { SUBMISSIONS } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

const file = (state: UploadFile["state"], more: Partial<UploadFile> = {}): UploadFile => ({
  key: state,
  name: "Left arm, seen from above, in the morning.jpg",
  sizeBytes: 4_200_000,
  state,
  sentBytes: state === "sending" ? 2_600_000 : 0,
  totalBytes: 4_200_000,
  ...more,
});

const FILES: readonly UploadFile[] = [
  file("checking"),
  file("ready"),
  file("matching"),
  file("sealing"),
  file("sending"),
  file("sent", { sentBytes: 4_200_000 }),
];
const REFUSED = (["type", "empty", "too-large", "unreadable", "too-many", "password", "broken"] as const).map(
  (reason) => file("refused", { reason, name: "Lab results.doc" }),
);
const SENDING: UploadState = { ...UPLOAD_START, stage: "sending", files: FILES };
const FAILED: UploadState = {
  ...SENDING,
  stage: "failed",
  trouble: { kind: "store", code: "store", requestID: "5f2b0c0e" },
};
const DIFFERING: UploadState = {
  ...FAILED,
  trouble: { kind: "differing-file", code: "differing-file", fileIndex: 1 },
};
const MISSING: UploadState = {
  ...FAILED,
  trouble: { kind: "missing-files", code: "missing-files", missingSizes: [4_200_000, 1_100_000] },
};
const ACTS = { onPause: () => {}, onGoOn: () => {}, onCancel: () => {} };
const HANDED = { submissionID: SUBMISSIONS[0]?.submissionID, number: "K7M2-4Q9R" };

/** Files on their way out. */
export function Sending() {
  return (
    <Section title="Sending">
      <Sample name="file rows: each step">
        <ul class="files">
          <For each={FILES}>{(each) => <Row file={each} />}</For>
        </ul>
      </Sample>
      <Sample name="file rows: no network, and what can be taken away">
        <ul class="files">
          <Row file={file("sending")} stage="waiting" />
          <Row file={file("sending")} stage="paused" />
          <Row file={file("ready")} onRemove={() => {}} />
        </ul>
      </Sample>
      <Sample name="file rows: refused">
        <ul class="files">
          <For each={REFUSED}>{(each) => <Row file={each} onRemove={() => {}} />}</For>
        </ul>
      </Sample>
      <Sample name="choose or take a photo">
        <FilePicker onPick={() => {}} />
      </Sample>
      <Sample name="file rows: what was done, and what would be better">
        <ul class="files">
          <Row file={file("ready", { changes: ["location-removed", "converted"], advice: ["blurred"] })} />
        </ul>
      </Sample>
      <Sample name="how far; without network; paused">
        <Summary state={SENDING} {...ACTS} />
        <Summary state={{ ...SENDING, stage: "waiting", waiting: { why: "offline" } }} {...ACTS} />
        <Summary state={{ ...SENDING, stage: "paused" }} {...ACTS} />
      </Sample>
      <Sample name="stopped">
        <Failure state={FAILED} onRetry={() => {}} onReopen={() => {}} />
        <Failure state={DIFFERING} onRetry={() => {}} onLeaveOut={() => {}} />
        <Failure state={MISSING} onRetry={() => {}} onChoose={() => {}} />
      </Sample>
      <Sample name="handed in">
        {HANDED.submissionID !== undefined && (
          <Done handed={{ ...HANDED, submissionID: HANDED.submissionID }} onMore={() => {}} />
        )}
      </Sample>
    </Section>
  );
}

function Row(props: { readonly file: UploadFile; readonly stage?: Stage; readonly onRemove?: () => void }) {
  return (
    <FileRow
      file={props.file}
      phone="555 0100"
      stage={props.stage ?? "sending"}
      onRemove={props.onRemove}
      onUseAnyway={() => {}}
    />
  );
}
