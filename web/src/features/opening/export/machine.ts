import type { ExportForm } from "@postern/contract";
import type { Trouble } from "../../../lib/trouble.ts";

/** What stands in the log: from here on the document may leave. */
export interface Recorded {
  readonly form: ExportForm;
  /** As the server wrote it down: ISO 8601. */
  readonly exportedAt: string;
}

/** A document on its way out of the portal. */
export type ExportState =
  | { readonly name: "resting" }
  /** Who is it: asked before anything else. */
  | { readonly name: "asking"; readonly form: ExportForm }
  | { readonly name: "leaving"; readonly recorded: Recorded; readonly page?: number | undefined }
  /** It is in the log, but has not left: it may go on from there. */
  | { readonly name: "stopped"; readonly recorded: Recorded; readonly trouble: Trouble }
  | { readonly name: "gone"; readonly form: ExportForm };

export type ExportEvent =
  | { readonly type: "wanted"; readonly form: ExportForm }
  | { readonly type: "canceled" }
  | { readonly type: "recorded"; readonly recorded: Recorded }
  | { readonly type: "page"; readonly page: number }
  | { readonly type: "failed"; readonly trouble: Trouble }
  | { readonly type: "gone" };

export const EXPORT_START: ExportState = { name: "resting" };

/** Nothing leaves but after it was recorded, and what was recorded is not asked for again. */
export function reduceExport(state: ExportState, event: ExportEvent): ExportState {
  switch (event.type) {
    case "wanted":
      return state.name === "leaving" ? state : { name: "asking", form: event.form };
    case "canceled":
      return state.name === "asking" ? EXPORT_START : state;
    case "recorded":
      return { name: "leaving", recorded: event.recorded };
    case "page":
      return state.name === "leaving" ? { ...state, page: event.page } : state;
    case "failed":
      return state.name === "leaving"
        ? { name: "stopped", recorded: state.recorded, trouble: event.trouble }
        : state;
    case "gone":
      return state.name === "leaving" ? { name: "gone", form: state.recorded.form } : state;
  }
}
