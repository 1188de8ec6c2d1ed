import type { Place } from "../options.ts";
import { openJournal, type Change } from "./journal.ts";

/** A service's values by key; what JSON can carry. */
export interface Shelf<Value> {
  /** What was there when the state was opened, in the order in which the keys first came. Empty for a new one. */
  readonly found: ReadonlyMap<string, Value>;
  /** Kept when it returns. */
  put(key: string, value: Value): void;
  /** Gone for good when it returns. */
  delete(key: string): void;
}

/** What the services besides DynamoDB and the objects' bytes keep from one run to the next. */
export interface State {
  /** The shelf of this name; each name is used by one owner, who knows what lies there. */
  shelf<Value>(name: string): Shelf<Value>;
  /** Keeps what `act` changes on any shelves as one: all of it is there after a kill, or nothing. `act` must not wait. */
  together<Result>(act: () => Result): Result;
  close(): void;
}

/**
 * Opens the state that is kept in a directory, which must exist and be used by this process alone; without one, nothing is
 * kept.
 *
 * @throws Error when it is damaged
 */
export function openState(directory?: Place): State {
  if (directory === undefined) return FORGETFUL;
  const journal = openJournal(directory);
  let gathered: Change[] | undefined;
  function keep(change: Change): void {
    if (gathered === undefined) journal.write([change]);
    else gathered.push(change);
  }
  return {
    shelf: <Value>(name: string): Shelf<Value> => ({
      found: (journal.found.get(name) ?? new Map()) as ReadonlyMap<string, Value>,
      put: (key, value) => keep([name, key, value]),
      delete: (key) => keep([name, key]),
    }),
    together(act) {
      if (gathered !== undefined) return act();
      gathered = [];
      try {
        return act();
      } finally {
        const changes = gathered;
        gathered = undefined;
        if (changes.length > 0) journal.write(changes);
      }
    },
    close: () => journal.close(),
  };
}

/** Keeps nothing beyond this run. */
const FORGETFUL: State = {
  shelf: () => ({ found: new Map(), put: () => undefined, delete: () => undefined }),
  together: (act) => act(),
  close: () => undefined,
};
