import type { PersonID } from "@postern/contract";
import type { KeyedStore } from "./browser-store.ts";

/** Older drafts are dropped: whoever has not come back by then will not. */
export const DRAFT_AGE_MS = 24 * 3600 * 1000;

/** What is kept of a draft: nobody reads the words without the person's key. */
interface SealedDraft {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
  readonly savedAtMs: number;
  /** What lies beside the words: the browser can keep it, and nobody can seal it. */
  readonly beside?: unknown;
}

export interface DraftStoreOptions {
  readonly drafts: KeyedStore;
  /** One key for each person. It cannot be read out. */
  readonly keys: KeyedStore;
  readonly now: () => number;
}

/** Drafts of everyone who uses this browser, each under a key of the person's own. */
export interface DraftStore {
  /** @returns the words; empty when there are none, or none that can still be read */
  read(personID: PersonID, name: string): Promise<string>;
  /** @returns what lies beside words that can still be read; undefined when there is nothing */
  readBeside(personID: PersonID, name: string): Promise<unknown>;
  /** Keeps the words; nothing is kept of empty ones. @param beside goes with them, unsealed, such as handles of files */
  write(personID: PersonID, name: string, text: string, beside?: unknown): Promise<void>;
  /** Drops what is too old, of anyone, and the keys that are left with nothing to open. */
  sweep(): Promise<void>;
  /** Forgets everything, keys first: without them the rest is noise. */
  clear(): Promise<void>;
}

/** Makes the store of drafts. Every act may fail as its stores may. */
export function makeDraftStore({ drafts, keys, now }: DraftStoreOptions): DraftStore {
  const isFresh = (draft: SealedDraft) => now() - draft.savedAtMs < DRAFT_AGE_MS;

  async function keyOf(personID: PersonID): Promise<CryptoKey | undefined> {
    const found = await keys.get(personID);
    return found instanceof CryptoKey ? found : undefined;
  }
  async function makeKey(personID: PersonID): Promise<CryptoKey> {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    await keys.put(personID, made);
    return made;
  }
  async function find(personID: PersonID, name: string) {
    const [key, draft] = [await keyOf(personID), await drafts.get(placeOf(personID, name))];
    if (key === undefined || !isSealedDraft(draft) || !isFresh(draft)) return undefined;
    const text = await open(key, draft, placeOf(personID, name)).catch(() => "");
    return text === "" ? undefined : { text, beside: draft.beside };
  }
  return {
    read: async (personID, name) => (await find(personID, name))?.text ?? "",
    readBeside: async (personID, name) => (await find(personID, name))?.beside,
    async write(personID, name, text, beside) {
      const place = placeOf(personID, name);
      if (text === "") return drafts.delete(place);
      const key = (await keyOf(personID)) ?? (await makeKey(personID));
      const draft: SealedDraft = { ...(await seal(key, text, place)), savedAtMs: now() };
      await drafts.put(place, beside === undefined ? draft : { ...draft, beside });
    },
    async sweep() {
      for (const name of await drafts.names()) {
        const draft = await drafts.get(name);
        if (!isSealedDraft(draft) || !isFresh(draft)) await drafts.delete(name);
      }
      const left = await drafts.names();
      for (const person of await keys.names()) {
        if (!left.some((name) => name.startsWith(`${person} `))) await keys.delete(person);
      }
    },
    async clear() {
      await keys.clear();
      await drafts.clear();
    },
  };
}

/** Where a draft lies; also bound into the seal, so that one cannot be put in another's place. */
function placeOf(personID: PersonID, name: string): string {
  return `${personID} ${name}`;
}

async function seal(key: CryptoKey, text: string, place: string): Promise<Omit<SealedDraft, "savedAtMs">> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(parameters(iv, place), key, new TextEncoder().encode(text));
  return { iv, sealed };
}

async function open(key: CryptoKey, { iv, sealed }: SealedDraft, place: string): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt(parameters(iv, place), key, sealed));
}

function parameters(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
}

function isSealedDraft(value: unknown): value is SealedDraft {
  if (typeof value !== "object" || value === null) return false;
  const { iv, sealed, savedAtMs } = value as Partial<SealedDraft>;
  return iv instanceof Uint8Array && sealed instanceof ArrayBuffer && typeof savedAtMs === "number";
}
