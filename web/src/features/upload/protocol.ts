import type { Progress, ResumePolicy, Waiting } from "@postern/client";
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

/** Files for a new submission, or for the rest of one that was begun. */
export interface NewPackage {
  readonly facts: RoutingFacts;
  readonly note: string | undefined;
  /** Whom a practice writes about. */
  readonly patient?: PatientFacts | undefined;
  /** In which the sender is answered. */
  readonly language: WrittenLanguage;
  /** What was begun before; left out for something new. */
  readonly resume?: Handed | undefined;
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
  /** What the person has said about files that are not what they were. */
  readonly policy: ResumePolicy;
  /** In the order of the files, the document that each was begun as, where that is remembered. */
  readonly begunAs: readonly (DocumentID | undefined)[];
  /** Where a second worker seals; left out where one must do. */
  readonly station?: MessagePort | undefined;
}

export type SendAnswer =
  | { readonly type: "opened"; readonly opened: Handed }
  /** Which documents the files are, in their order. */
  | {
      readonly type: "declared";
      readonly opened: Handed;
      readonly documentIDs: readonly DocumentID[];
    }
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "waited"; readonly waiting: Waiting }
  | { readonly type: "handed-in"; readonly handed: Handed }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | Learned;

/** What the next try needs to know. */
export type Learned =
  | { readonly type: "list-opened"; readonly manifest: Manifest }
  | { readonly type: "stood-in"; readonly documentID: DocumentID; readonly standInID: DocumentID };
