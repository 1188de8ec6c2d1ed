import type { Progress } from "@postern/client";
import type {
  DocumentID,
  DocumentKind,
  Manifest,
  PatientFacts,
  RoutingFacts,
  SubmissionID,
  WrittenLanguage,
} from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { Handed } from "./machine.ts";

/** Files for a new submission. */
export interface NewPackage {
  readonly facts: RoutingFacts;
  readonly note: string | undefined;
  /** Whom a practice writes about. */
  readonly patient?: PatientFacts | undefined;
  /** In which the sender is answered. */
  readonly language: WrittenLanguage;
}

/** Files for a submission that came back to its sender. */
export interface Answering {
  readonly submissionID: SubmissionID;
  readonly number: string;
  /** In the order of the files, the documents that they stand in for; left out when files are added. */
  readonly replaces?: readonly DocumentID[] | undefined;
}

/** What earlier tries at an answer have learned and done. The page keeps it, since a worker ends with its try. */
export interface Earlier {
  readonly manifest?: Manifest | undefined;
  readonly standIns: ReadonlyMap<DocumentID, DocumentID>;
  /** The same files were tried before. */
  readonly isRepeat: boolean;
}

/** The one thing that the sending worker is asked; it is ended by ending the worker. */
export interface SendRequest extends WorkerStart {
  readonly content: NewPackage | Answering;
  readonly files: readonly File[];
  /** In the order of the files; left out where nobody was asked. */
  readonly kinds?: readonly (DocumentKind | undefined)[] | undefined;
  /** The same one when tried again: the server then finds the same submission. */
  readonly idempotencyKey: string;
  readonly earlier: Earlier;
}

export type SendAnswer =
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "waited"; readonly isWaiting: boolean }
  | { readonly type: "handed-in"; readonly handed: Handed }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | Learned;

/** What the next try needs to know. */
export type Learned =
  | { readonly type: "list-opened"; readonly manifest: Manifest }
  | { readonly type: "stood-in"; readonly documentID: DocumentID; readonly standInID: DocumentID };
