import { createSignal, onCleanup } from "solid-js";
import { askToOpen, mayOpen, openAgain, type KeptHandles } from "./reopen.ts";

/**
 * Where the files of an earlier visit are: `none` were kept here; `asks` for a click first; `opening`; `opened`, all of
 * them; `partly`, some are gone or have to be chosen; `refused` by the person or the browser.
 */
export type Reopened = "none" | "asks" | "opening" | "opened" | "partly" | "refused";

/**
 * Opens the files of an earlier visit again, at once where the browser lets it.
 *
 * @param onFiles takes them, each as what it was made of
 */
export function createReopening(
  handles: KeptHandles,
  onFiles: (files: readonly (readonly File[])[]) => Promise<void>,
) {
  const isAny = handles.some(({ length }) => length > 0);
  const [state, setState] = createSignal<Reopened>(isAny ? "opening" : "none");
  let isOver = false;
  onCleanup(() => (isOver = true));

  async function open(isAllowed: Promise<boolean>, otherwise: Reopened): Promise<void> {
    setState("opening");
    if (!(await isAllowed.catch(() => false))) return void setState(otherwise);
    const files = await openAgain(handles);
    if (isOver) return;
    await onFiles(files);
    setState(files.length === handles.length ? "opened" : "partly");
  }
  if (isAny) void open(mayOpen(handles), "asks");
  return {
    state,
    /** From a click: the browser may ask the person. */
    ask: () => void open(askToOpen(handles), "refused"),
    /** They were gone on with. */
    close: () => setState("none"),
  };
}

export type Reopening = ReturnType<typeof createReopening>;
