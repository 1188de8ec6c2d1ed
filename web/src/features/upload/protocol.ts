import type { Progress } from "@postern/client";
import type { RoutingFacts } from "@postern/contract";
import type { Trouble } from "../../lib/trouble.ts";
import type { WorkerStart } from "../../lib/worker-start.ts";
import type { Handed } from "./machine.ts";

/** The one thing that the sending worker is asked; it is ended by ending the worker. */
export interface SendRequest extends WorkerStart {
  readonly facts: RoutingFacts;
  readonly files: readonly File[];
  readonly note: string | undefined;
  /** The same one when tried again: the server then finds the same submission. */
  readonly idempotencyKey: string;
}

export type SendAnswer =
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "waited"; readonly isWaiting: boolean }
  | { readonly type: "handed-in"; readonly handed: Handed }
  | { readonly type: "failed"; readonly trouble: Trouble };
