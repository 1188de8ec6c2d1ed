import { reviewRoutes, type DocumentView, type PatientFacts, type TaskView } from "@postern/contract";
import { createEffect, createMemo, on } from "solid-js";
import { troubleOf } from "../../lib/trouble.ts";
import { call, signedIn } from "../session/session.ts";
import { createOpening } from "./create-opening.ts";
import { createPanes } from "./create-panes.ts";
import { mayExport } from "./export/rules.ts";
import { isOf, listOf, type ListedDocument } from "./listed.ts";
import type { PatientRecord } from "./patient.ts";
import type { ViewedDocuments } from "./viewed.ts";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** The documents of a task on their way from locked to shown. Each one opened is a row in the log. */
export function createDocuments(task: () => TaskView, onReported: () => void) {
  const opening = createOpening();
  const submissionID = () => task().submissionID;
  const list = createMemo(() => listOf(task().documents, opening.manifest()?.manifest));
  const panes = createPanes(opening.deliver, submissionID, list);

  /** Forgets what was open; keys and workers go with it. */
  function close(): void {
    opening.close();
    panes.close("nothing");
  }
  // Put back, handed over or rejected: what was open is not for this person any more.
  const mayOpen = () => task().may.open;
  createEffect(on(mayOpen, (may) => void (may || close()), { defer: true }));

  /** Opens the sealed list, and the first document on it that can be shown. */
  async function open(): Promise<void> {
    await opening.openManifest(task());
    const [first] = panes.comparable();
    if (opening.manifest() !== undefined && first !== undefined) await panes.first.show(first);
  }

  /** Puts a document aside that cannot be read; the task goes back to its sender. */
  async function report({ documentID }: DocumentView): Promise<void> {
    try {
      await call(reviewRoutes.reportUnreadable, { submissionID: submissionID(), documentID });
      panes.close("reported");
      onReported();
    } catch (error) {
      panes.fail(documentID, troubleOf(error));
    }
  }

  const viewed = {
    words: WORDS,
    submissionID,
    panes,
    show: (item, pane) => void pane.show(item),
    nothing: () => nothingOf(task().may, opening.manifest() !== undefined),
    viewer: () => task().assigneeName ?? task().number,
    record: () => recordOf(task(), opening.manifest()?.manifest.patient),
    mayExport: () => mayExport(signedIn().session.role),
    copy: (item: ListedDocument) => opening.copy(submissionID(), item.document),
    report,
  } satisfies ViewedDocuments;
  return {
    ...viewed,
    /** Whom the sealed list says it is about, once it is open; a patient's own documents say nothing. */
    patient: () => opening.manifest()?.manifest.patient,
    opened: opening.manifest,
    isBusy: opening.isBusy,
    trouble: opening.trouble,
    list,
    open,
    choose: (item: ListedDocument) => panes.first.show(item),
    isCurrent: (item: ListedDocument) => isOf(item, panes.first.item()),
  };
}

/** Why no document is shown, and what comes first. */
function nothingOf(may: TaskView["may"], isOpened: boolean): string {
  if (isOpened) return WORDS.nothing;
  if (may.open) return WORDS.locked;
  return may.claim ? WORDS.unclaimed : WORDS.closed;
}

/** Whose documents these are, as the record says, or else the sender's list. */
function recordOf({ patientName, birthDate }: TaskView, sealed?: PatientFacts): PatientRecord {
  if (patientName === undefined && sealed !== undefined) {
    return { ...patientOfList(sealed), isSealed: true };
  }
  return { patientName, birthDate, isSealed: false };
}

function patientOfList({ displayName, birthDate }: PatientFacts): PatientRecord {
  return { patientName: displayName, birthDate };
}

export type DocumentsPage = ReturnType<typeof createDocuments>;
