import { createEffect, createSignal, on, type Accessor } from "solid-js";
import { troubleOf, type Trouble } from "./trouble.ts";

/** The pages of a list after its first. */
export interface Pages<Item> {
  readonly items: Accessor<readonly Item[]>;
  readonly hasMore: Accessor<boolean>;
  readonly isBusy: Accessor<boolean>;
  readonly trouble: Accessor<Trouble | undefined>;
  /** Loads the next page; over when it stands in `items`, or why not in `trouble`. */
  readonly more: () => Promise<void>;
}

/** Loads further pages when asked; begins anew when the first page changes. */
export function createPages<Item>(
  first: Accessor<{ readonly cursor?: string | undefined } | undefined>,
  load: (
    cursor: string,
  ) => Promise<{ readonly items: readonly Item[]; readonly cursor?: string | undefined }>,
): Pages<Item> {
  const [items, setItems] = createSignal<readonly Item[]>([]);
  const [cursor, setCursor] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();
  let generation = 0;
  createEffect(
    on(first, (page) => {
      generation += 1;
      setItems([]);
      setCursor(page?.cursor);
      setBusy(false);
      setTrouble(undefined);
    }),
  );

  async function more(): Promise<void> {
    const next = cursor();
    if (next === undefined || isBusy()) return;
    const mine = generation;
    setBusy(true);
    setTrouble(undefined);
    try {
      const page = await load(next);
      if (mine !== generation) return;
      setItems((known) => [...known, ...page.items]);
      setCursor(page.cursor);
    } catch (error) {
      if (mine === generation) setTrouble(troubleOf(error));
    } finally {
      if (mine === generation) setBusy(false);
    }
  }

  return { items, hasMore: () => cursor() !== undefined, isBusy, trouble, more };
}
