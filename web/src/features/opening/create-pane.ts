import type { SubmissionID } from "@postern/contract";
import { createSignal, onCleanup } from "solid-js";
import { TroubleError, troubleOf, type Trouble } from "../../lib/trouble.ts";
import type { OpeningPage } from "./create-opening.ts";
import { createSheets, type OpenContent } from "./create-sheets.ts";
import { RefusedDrawing, type Refusal } from "./drawing/protocol.ts";
import { canShow, type ListedDocument } from "./listed.ts";

/** What one place of the viewer shows. */
export type Shown =
  | { readonly state: "nothing" }
  | { readonly state: "opening"; readonly item: ListedDocument }
  | {
      readonly state: "open";
      readonly item: ListedDocument;
      readonly content: OpenContent;
      readonly at: string;
    }
  | { readonly state: "facts"; readonly item: ListedDocument; readonly why?: Refusal | undefined }
  | { readonly state: "trouble"; readonly item: ListedDocument; readonly trouble: Trouble }
  | { readonly state: "reported" };

/** One place of the viewer where a document is shown at a time. */
export function createPane(deliver: OpeningPage["deliver"], submissionID: () => SubmissionID) {
  const sheets = createSheets(deliver);
  const [shown, setShown] = createSignal<Shown>({ state: "nothing" });
  onCleanup(sheets.close);

  async function show(item: ListedDocument): Promise<void> {
    sheets.close();
    if (!canShow(item)) return void setShown({ state: "facts", item });
    const present: Shown = { state: "opening", item };
    setShown(present);
    const next = await shownOf(item, sheets.open(submissionID(), item.document, item.mediaType));
    // Meanwhile another may have been chosen, or all of it closed.
    if (shown() === present) setShown(next);
  }

  /** Shows nothing of a document any more, but what is said instead. */
  function say(said: Extract<Shown, { state: "nothing" | "reported" | "trouble" }>): void {
    sheets.close();
    setShown(said);
  }

  return {
    shown,
    show,
    say,
    /** The document that is shown, or would be. */
    item: () => {
      const present = shown();
      return "item" in present ? present.item : undefined;
    },
    /** What is open; undefined while nothing is. */
    open: () => {
      const present = shown();
      return present.state === "open" ? present : undefined;
    },
  };
}

export type Pane = ReturnType<typeof createPane>;

/** What there is to show when a document was opened, or could not be. */
async function shownOf(item: ListedDocument, opening: Promise<OpenContent>): Promise<Shown> {
  try {
    return { state: "open", item, content: await opening, at: new Date().toISOString() };
  } catch (error) {
    if (error instanceof RefusedDrawing) return { state: "facts", item, why: error.why };
    return {
      state: "trouble",
      item,
      trouble: error instanceof TroubleError ? error.trouble : troubleOf(error),
    };
  }
}
