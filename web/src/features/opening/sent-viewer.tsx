import type { SubmissionView } from "@postern/contract";
import { createEffect, createSignal, on } from "solid-js";
import { signedIn } from "../session/session.ts";
import { createPanes } from "./create-panes.ts";
import type { SentFiles } from "./create-sent-files.ts";
import { mayExport } from "./export/rules.ts";
import { isOf, listOf } from "./listed.ts";
import type { ViewedDocuments } from "./viewed.ts";
import { Viewer } from "./viewer.tsx";
import { SENT_WORDS } from "./words.ts";

/** The viewer, for whoever sent the files. It shows the one that is chosen, and goes when it is closed. */
export function SentViewer(props: {
  readonly files: SentFiles;
  readonly view: SubmissionView;
  /** Who looks. */
  readonly viewer: string;
}) {
  const [root, setRoot] = createSignal<HTMLElement>();
  const manifest = () => props.files.opening.manifest()?.manifest;
  const list = () => listOf(props.view.documents, manifest(), SENT_WORDS);
  const submissionID = () => props.view.submissionID;
  const documents: ViewedDocuments = {
    words: SENT_WORDS,
    submissionID,
    panes: createPanes(props.files.opening.deliver, submissionID, list),
    show(item, pane) {
      if (pane === documents.panes.first) props.files.choose(item.document.documentID);
      else void pane.show(item).then(props.files.onLogged);
    },
    nothing: () => SENT_WORDS.nothing,
    viewer: () => props.viewer,
    record() {
      const patient = manifest()?.patient;
      return patient && { patientName: patient.displayName, birthDate: patient.birthDate, isSealed: true };
    },
    mayExport: () => mayExport(signedIn().session.role),
    copy: (item) => props.files.opening.copy(submissionID(), item.document),
    onLogged: () => props.files.onLogged(),
  };
  const { first } = documents.panes;
  createEffect(
    on([props.files.chosen, root], ([chosen, element]) => {
      const item = list().find(({ document }) => document.documentID === chosen);
      if (item === undefined || element === undefined) return;
      if (!element.contains(document.activeElement)) element.focus();
      // What is open stays open: to open it once more would be one more line in the log.
      if (!isOf(item, first.item())) void first.show(item).then(props.files.onLogged);
    }),
  );
  return <Viewer documents={documents} onClose={props.files.close} ref={setRoot} />;
}
