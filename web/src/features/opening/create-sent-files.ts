import type { DocumentID } from "@postern/contract";
import { createEffect, createSignal, on } from "solid-js";
import type { Trouble } from "../../lib/trouble.ts";
import { createOpening } from "./create-opening.ts";
import type { SentViewer } from "./sent-viewer.tsx";

/**
 * What a sender opens of his own: the sealed names when he asks for them, and then one file at a time. The viewer's code
 * comes with the first file.
 *
 * @param onLogged called when something was written into the log, so that "who looked" can be read again
 */
export function createSentFiles(onLogged: () => void) {
  const opening = createOpening();
  const [viewer, setViewer] = createSignal<typeof SentViewer>();
  // Asked for again, the same file is to have the focus again.
  const [chosen, setChosen] = createSignal<DocumentID | undefined>(undefined, { equals: false });
  const [trouble, setTrouble] = createSignal<Trouble>();
  let opener: HTMLElement | undefined;
  createEffect(on(opening.manifest, onLogged, { defer: true }));

  /** Shows a file; `from` gets the focus back when the file is closed. */
  async function open(documentID: DocumentID, from: HTMLElement): Promise<void> {
    opener = from;
    setTrouble(undefined);
    setChosen(documentID);
    try {
      const loaded = await import("./sent-viewer.tsx");
      setViewer(() => loaded.SentViewer);
    } catch {
      setChosen(undefined);
      setTrouble({ kind: navigator.onLine ? "page" : "offline", code: "page-code" });
    }
  }

  /** Shows another file where one is shown already. */
  function choose(documentID: DocumentID): void {
    setChosen(documentID);
  }

  function close(): void {
    setChosen(undefined);
    opener?.focus();
  }

  return { opening, viewer, chosen, trouble, open, choose, close, onLogged };
}

export type SentFiles = ReturnType<typeof createSentFiles>;
