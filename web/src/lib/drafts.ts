import type { PersonID } from "@postern/contract";
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { openBrowserStore, openPageStore } from "./browser-store.ts";
import { makeDraftStore } from "./draft-store.ts";

const SAVE_AFTER_MS = 300;

/** Words that were typed and not sent yet. */
export interface Draft {
  readonly text: Accessor<string>;
  setText(text: string): void;
  /** They were sent, or are not wanted any more. */
  clear(): void;
}

const now = () => Date.now();
const kept = makeDraftStore({
  drafts: openBrowserStore("postern-drafts", "drafts"),
  keys: openBrowserStore("postern-draft-keys", "keys"),
  now,
});
/** For browsers that keep nothing: drafts then outlive a lock, not a reload. */
const held = makeDraftStore({ drafts: openPageStore(), keys: openPageStore(), now });

/** One act after the other, in all tabs of this browser: a draft is read after it was saved, and wiped last. */
function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request("postern-drafts", act) as Promise<Result>;
}

let owner: PersonID | undefined;
/** Counts sign-outs: a draft from before one is never saved after it. */
let wipes = 0;

/** Says whose drafts this page reads and writes from now on; theirs alone. */
export function openDrafts(personID: PersonID): void {
  owner = personID;
}

/** Drops what is too old, of anyone: also when nobody signs in any more. */
export function sweepDrafts(): void {
  void inTurn(kept.sweep).catch(() => {
    // What this browser does not keep needs no sweeping.
  });
}

/** Forgets every draft in this browser: at sign-out, and not when a session was locked or has timed out. */
export async function forgetDrafts(): Promise<void> {
  wipes += 1;
  await inTurn(async () => {
    await held.clear();
    await kept.clear().catch(() => {
      // Without a store there is nothing left; the answer to a sign-out clears it as well.
    });
  });
}

/** Whose drafts this page reads and writes. */
export function draftsOwner(): PersonID | undefined {
  return owner;
}

/**
 * Words of the person who is signed in that outlive a lock, a time-out and a reload; sealed in this browser, for a day.
 *
 * @param name what they are for, such as `task tsk_… note`: opaque ids and our own words, never a person's name
 */
export function createDraft(name: string): Draft {
  const place = createDraftPlace(name);
  const [text, setText] = createSignal("");
  let isTouched = false;

  function change(next: string) {
    isTouched = true;
    setText(next);
    place.keep(next);
  }
  void place.read().then((found) => {
    if (!isTouched) setText(found);
  });
  return {
    text,
    setText: change,
    clear() {
      change("");
      place.save();
    },
  };
}

/** Where one draft lies, for whoever was signed in when this was made; nothing is read or saved past a sign-out. */
export interface DraftPlace {
  /** @returns the words; empty when there are none, or none that can still be read */
  read(): Promise<string>;
  /** @returns what was kept beside the words, if it is still there */
  readBeside(): Promise<unknown>;
  /**
   * Saves the words a moment after the last change, or when the page is left.
   *
   * @param beside goes with them, unsealed: what the browser can keep and nobody can write down, such as handles of files
   */
  keep(text: string, beside?: unknown): void;
  /** Saves at once what waits to be saved. */
  save(): void;
}

/** Makes the place of a draft, by a name as for `createDraft`. */
export function createDraftPlace(name: string): DraftPlace {
  const personID = owner;
  const wipesAtStart = wipes;
  let unsaved: { readonly text: string; readonly beside: unknown } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isOver = () => wipes !== wipesAtStart;

  function save() {
    clearTimeout(timer);
    const draft = unsaved;
    unsaved = undefined;
    if (draft === undefined || personID === undefined || isOver()) return;
    void inTurn(() => write(personID, name, draft));
  }
  onLeaving(save);
  return {
    async read() {
      if (personID === undefined) return "";
      const found = await inTurn(() => read(personID, name));
      return isOver() ? "" : found;
    },
    async readBeside() {
      if (personID === undefined) return undefined;
      const found = await inTurn(() => kept.readBeside(personID, name).catch(() => undefined));
      return isOver() ? undefined : found;
    },
    keep(text, beside) {
      unsaved = { text, beside };
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER_MS);
    },
    save,
  };
}

async function read(personID: PersonID, name: string): Promise<string> {
  const found = await held.read(personID, name);
  return found === "" ? kept.read(personID, name).catch(() => "") : found;
}

async function write(
  personID: PersonID,
  name: string,
  { text, beside }: { readonly text: string; readonly beside: unknown },
): Promise<void> {
  const isKept = await kept
    .write(personID, name, text, beside)
    // Some browsers keep words and no handles.
    .catch(() => kept.write(personID, name, text))
    .then(
      () => true,
      () => false,
    );
  await held.write(personID, name, isKept ? "" : text);
}

/** Acts when its part of the page goes, and when the page is hidden: phones throw such pages away. */
export function onLeaving(act: () => void): void {
  onCleanup(act);
  if (typeof document === "undefined") return;
  document.addEventListener("visibilitychange", act);
  window.addEventListener("pagehide", act);
  onCleanup(() => {
    document.removeEventListener("visibilitychange", act);
    window.removeEventListener("pagehide", act);
  });
}
