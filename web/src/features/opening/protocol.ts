import type { OpenedManifest } from "@postern/client";
import type { DocumentView, RoutingFacts, SubmissionID } from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";

/** What is asked of the worker that opens. `id` comes back with the answer. */
export type OpeningRequest =
  | ({ readonly type: "start" } & WorkerStart)
  | {
      readonly type: "manifest";
      readonly id: number;
      readonly submissionID: SubmissionID;
      readonly documents: readonly DocumentView[];
      readonly facts: RoutingFacts;
    }
  | {
      readonly type: "document";
      readonly id: number;
      readonly submissionID: SubmissionID;
      readonly document: DocumentView;
      /** Where the plaintext goes: to the worker that draws, past the page. */
      readonly port: MessagePort;
    }
  | {
      readonly type: "copy";
      readonly id: number;
      readonly submissionID: SubmissionID;
      readonly document: DocumentView;
    };

export type OpeningAnswer =
  | { readonly type: "manifest"; readonly id: number; readonly opened: OpenedManifest }
  | { readonly type: "delivered"; readonly id: number }
  /** The plaintext, which the browser may keep on disk: it is for leaving the portal, and for nothing else. */
  | { readonly type: "copied"; readonly id: number; readonly blob: Blob }
  | { readonly type: "trouble"; readonly id: number; readonly trouble: Trouble };
