import type { DocumentID, SubmissionID } from "@postern/contract";
import { createSignal } from "solid-js";
import type { Trouble } from "../../lib/trouble.ts";
import type { OpeningPage } from "./create-opening.ts";
import { createPane, type Pane } from "./create-pane.ts";
import { canShow, isOf, type ListedDocument } from "./listed.ts";

/** The viewer's place for a document, and the second one beside it for comparing. */
export function createPanes(
  deliver: OpeningPage["deliver"],
  submissionID: () => SubmissionID,
  list: () => readonly ListedDocument[],
) {
  const first = createPane(deliver, submissionID);
  const second = createPane(deliver, submissionID);
  const [isComparing, setComparing] = createSignal(false);
  const comparable = () => list().filter(canShow);

  /** Puts another document beside the one that is shown: the next on the list. */
  async function compare(): Promise<void> {
    const all = comparable();
    const at = all.findIndex((item) => isOf(item, first.item()));
    const next = all[(at + 1) % all.length];
    setComparing(true);
    if (next !== undefined) await second.show(next);
  }

  /** The document before or after the one that stands in a place, on the list of those that can. */
  function beside(pane: Pane, by: -1 | 1): ListedDocument | undefined {
    const all = comparable();
    const at = all.findIndex((item) => isOf(item, pane.item()));
    return at < 0 ? undefined : all[at + by];
  }

  function stopComparing(): void {
    setComparing(false);
    second.say({ state: "nothing" });
  }

  return {
    first,
    second,
    /** What can stand in either place. */
    comparable,
    beside,
    isComparing,
    compare,
    stopComparing,
    /** Shows no document any more, but says what became of them. */
    close(said: "nothing" | "reported"): void {
      stopComparing();
      first.say({ state: said });
    },
    /** Says what went wrong where the document stands. */
    fail(documentID: DocumentID, trouble: Trouble): void {
      for (const pane of [first, second]) {
        const item = pane.item();
        if (item?.document.documentID === documentID) pane.say({ state: "trouble", item, trouble });
      }
    },
  };
}

export type Panes = ReturnType<typeof createPanes>;
