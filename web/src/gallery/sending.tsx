import { For } from "solid-js";
import { FileRow } from "../features/upload/file-list.tsx";
import { FilePicker } from "../features/upload/file-picker.tsx";
import { UPLOAD_START, type UploadFile, type UploadState } from "../features/upload/machine.ts";
import { Done, Failure, Summary } from "../features/upload/sending.tsx";
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
  file("sealing"),
  file("sending"),
  file("sent", { sentBytes: 4_200_000 }),
];
const REFUSED = (["type", "empty", "too-large", "unreadable", "too-many"] as const).map((reason) =>
  file("refused", { reason, name: "Lab results.doc" }),
);
const SENDING: UploadState = { ...UPLOAD_START, stage: "sending", files: FILES };
const FAILED: UploadState = {
  ...SENDING,
  stage: "failed",
  trouble: { kind: "store", code: "store", requestID: "5f2b0c0e" },
};
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
          <Row file={file("sending")} isWaiting />
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
      <Sample name="how far, and without network">
        <Summary state={SENDING} />
        <Summary state={{ ...SENDING, isWaiting: true }} />
      </Sample>
      <Sample name="stopped">
        <Failure state={FAILED} onRetry={() => {}} onReopen={() => {}} />
      </Sample>
      <Sample name="handed in">
        {HANDED.submissionID !== undefined && (
          <Done handed={{ ...HANDED, submissionID: HANDED.submissionID }} onMore={() => {}} />
        )}
      </Sample>
    </Section>
  );
}

function Row(props: {
  readonly file: UploadFile;
  readonly isWaiting?: boolean;
  readonly onRemove?: () => void;
}) {
  return (
    <FileRow
      file={props.file}
      phone="555 0100"
      isWaiting={props.isWaiting ?? false}
      onRemove={props.onRemove}
    />
  );
}
