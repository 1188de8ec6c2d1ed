import type { SignedReceipt } from "@postern/contract";
import { ReceiptPaper } from "../features/receipts/receipt.tsx";
import type { GoOnPage } from "../features/unfinished/create-go-on.ts";
import { ExpectedList } from "../features/unfinished/expected-list.tsx";
import type { Expected } from "../features/unfinished/match.ts";
import { FileList } from "../features/upload/file-list.tsx";
import { UPLOAD_START, type UploadState } from "../features/upload/machine.ts";
import type { UploadFile } from "../features/upload/rows.ts";
import { Progressing, Repeated } from "../features/upload/sending.tsx";
import { submissionIn } from "./samples.ts";
import { Sample, Section } from "./section.tsx";

const EXPECTED: readonly Expected[] = (["missing", "found", "changed", "as-now", "left-out"] as const).map(
  (state) => ({
    file: { name: `letter, ${state}.pdf`, sizeBytes: 1_200_000, sha256: "" },
    state,
    key: state,
  }),
);
const PAGE: GoOnPage = {
  expected: () => EXPECTED,
  isAsBegun: () => false,
  isLooking: () => false,
  isSettled: () => false,
  sendAsNow: () => new Set<string>(),
  leaveOut: () => {},
  takeBack: () => new Set<number>(),
  start: () => {},
};

const image = (number: number, more: Partial<UploadFile> = {}): UploadFile => ({
  key: `image ${number}`,
  name: `IM${number}`,
  sizeBytes: 530_000,
  state: "ready",
  sentBytes: 0,
  totalBytes: 530_000,
  study: { key: "study 1", missing: 2 },
  ...more,
});
const REFUSED = [1, 2].map((number) =>
  image(number, { key: `refused ${number}`, study: undefined, state: "refused", reason: "type" }),
);
const SCANS = [1, 2, 3, 4].map((number) => image(number));
const CHOSEN: UploadState = { ...UPLOAD_START, files: [...SCANS, ...REFUSED] };
const CANCELLED: UploadState = { ...UPLOAD_START, stage: "cancelled", files: [image(1), image(2)] };
const ACTS = { onPause: () => {}, onGoOn: () => {}, onRetry: () => {}, onMore: () => {} };

const { clinicID, locationID, submissionID, documents, number, kind } = submissionIn("routed");
const RECEIPT: SignedReceipt = {
  format: "postern-receipt-1",
  clinicID,
  clinicName: "Riverside Clinic",
  locationID,
  locationName: "Riverside, main house",
  submissionID,
  number,
  round: 2,
  kind,
  issuedAt: "2026-11-20T19:02:00.000Z",
  dueAt: "2026-11-24T22:00:00.000Z",
  keyID: "sample",
  documents: documents.map(({ documentID, sealedSizeBytes }) => ({
    documentID,
    kind: "document",
    sealedSizeBytes,
    sha256: `${"A".repeat(43)}=`,
  })),
  signature: btoa("s".repeat(64)),
};

/** What is begun and not over, what was given up, and what is kept of what came in. */
export function GoingOn() {
  return (
    <Section title="Going on, and receipts">
      <Sample name="the files that were begun">
        <ExpectedList page={PAGE} />
      </Sample>
      <Sample name="an examination shown as one; several that cannot be sent">
        <Repeated state={{ ...CHOSEN, repeated: ["IM4", "letter.pdf"] }} />
        <FileList
          state={CHOSEN}
          phone="555 0100"
          onRemove={() => {}}
          onUseAnyway={() => {}}
          onInstead={() => {}}
        />
      </Sample>
      <Sample name="given up">
        <Progressing state={CANCELLED} {...ACTS} />
        <FileList
          state={CANCELLED}
          phone="555 0100"
          onRemove={() => {}}
          onUseAnyway={() => {}}
          onInstead={() => {}}
        />
      </Sample>
      <Sample name="a receipt">
        <ReceiptPaper receipt={RECEIPT} />
      </Sample>
    </Section>
  );
}
