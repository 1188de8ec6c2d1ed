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
      readonly type: "picture";
      readonly id: number;
      readonly submissionID: SubmissionID;
      readonly document: DocumentView;
    };

/** A picture as pixels, or why it is none that can be shown. */
export type Picture =
  | { readonly isShown: true; readonly bitmap: ImageBitmap }
  | { readonly isShown: false; readonly why: PictureRefusal };

/** `damaged` opened as what was sent, but what was sent is no whole picture. */
export type PictureRefusal = "too-many-pixels" | "too-large" | "no-picture" | "damaged";

export type OpeningAnswer =
  | { readonly type: "manifest"; readonly id: number; readonly opened: OpenedManifest }
  | { readonly type: "picture"; readonly id: number; readonly picture: Picture }
  | { readonly type: "trouble"; readonly id: number; readonly trouble: Trouble };
