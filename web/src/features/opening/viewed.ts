import type { DocumentView, SubmissionID } from "@postern/contract";
import type { Pane } from "./create-pane.ts";
import type { Panes } from "./create-panes.ts";
import type { ListedDocument } from "./listed.ts";
import type { PatientRecord } from "./patient.ts";
import type { OpeningWords } from "./words.ts";

/** What the viewer knows of the documents that it shows, whoever looks at them. */
export interface ViewedDocuments {
  /** As the one who looks is spoken to. */
  readonly words: OpeningWords;
  readonly submissionID: () => SubmissionID;
  readonly panes: Panes;
  /** Shows a document in one of the viewer's places. */
  readonly show: (item: ListedDocument, pane: Pane) => void;
  /** What is so while no document was chosen. */
  readonly nothing: () => string;
  /** The name that lies over what is shown. */
  readonly viewer: () => string;
  /** Whose they should be; undefined where nobody has to check it. */
  readonly record: () => PatientRecord | undefined;
  readonly mayExport: () => boolean;
  /** Opens a document once more, to leave as a file. @throws TroubleError */
  readonly copy: (item: ListedDocument) => Promise<Blob>;
  /** Puts a document aside that cannot be read; absent for whoever has no say in that. */
  readonly report?: ((document: DocumentView) => Promise<void>) | undefined;
  /** Called when a copy was written into the log. */
  readonly onLogged?: (() => void) | undefined;
}
