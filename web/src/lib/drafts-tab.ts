import { createSignal, type Accessor } from "solid-js";
import { createDraftPlace, draftsOwner, onLeaving } from "./drafts.ts";

/** Words that belong to one tab, as one whole. Those of an earlier visit come back when the person says so. */
export interface TabDraft<Kept> {
  /** Whether nothing may be typed yet: an earlier visit is looked for, or its words wait for a choice. */
  readonly isPending: Accessor<boolean>;
  /** What an earlier visit of this tab left, while it waits for a choice. */
  readonly found: Accessor<Kept | undefined>;
  /** Begins with these words; what was found is forgotten where it lay. */
  begin(text: string): void;
  keep(text: string): void;
  /** They were sent: those that were found, too. */
  clear(): void;
}

/**
 * A draft of this tab alone, kept as `createDraft` keeps its own. Browsers copy a tab's storage with the tab, so every
 * visit writes in a place of its own: two tabs never write in the same one.
 *
 * @param name what it is for, as for `createDraft`
 * @param parse reads what was kept; undefined when it is of no use
 */
export function createTabDraft<Kept>(
  name: string,
  parse: (text: string) => Kept | undefined,
): TabDraft<Kept> {
  const pointer = `postern-draft ${draftsOwner() ?? ""} ${name}`;
  const earlierID = readPointer(pointer);
  const visitID = crypto.randomUUID();
  const earlier = earlierID === undefined ? undefined : createDraftPlace(`${name} ${earlierID}`);
  const present = createDraftPlace(`${name} ${visitID}`);
  const [isPending, setPending] = createSignal(true);
  const [found, setFound] = createSignal<Kept>();
  let words = "";

  function save() {
    if (isPending()) return;
    present.keep(words);
    present.save();
  }
  function begin(text: string) {
    words = text;
    writePointer(pointer, visitID);
    setFound(undefined);
    setPending(false);
    save();
    earlier?.keep("");
    earlier?.save();
  }
  if (earlier === undefined) begin("");
  else {
    void earlier.read().then((text) => {
      if (!isPending()) return;
      const kept = parse(text);
      if (kept === undefined) begin("");
      else setFound(() => kept);
    });
  }
  // Saved again each time: a copy of this tab may have taken what lay here over.
  onLeaving(save);
  return {
    isPending,
    found,
    begin,
    keep(text) {
      words = text;
      present.keep(text);
    },
    clear: () => begin(""),
  };
}

/** Stands in for the tab's storage, until a reload, where the browser refuses it. */
const pointers = new Map<string, string>();

function readPointer(pointer: string): string | undefined {
  try {
    return sessionStorage.getItem(pointer) ?? undefined;
  } catch {
    return pointers.get(pointer);
  }
}

function writePointer(pointer: string, id: string): void {
  try {
    sessionStorage.setItem(pointer, id);
  } catch {
    pointers.set(pointer, id);
  }
}
