/** Something that keeps values under names, in this browser. Every act may fail: browsers may refuse or throw away. */
export interface KeyedStore {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
  delete(name: string): Promise<void>;
  /** Every name that is held. */
  names(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

/** A store in IndexedDB, one in its own database. It outlives the page, and is wiped by `Clear-Site-Data`. */
export function openBrowserStore(database: string, store: string): KeyedStore {
  const run = (mode: IDBTransactionMode, act: (held: IDBObjectStore) => IDBRequest) =>
    transact(database, store, mode, act);
  return {
    get: (name) => run("readonly", (held) => held.get(name)),
    async put(name, value) {
      await run("readwrite", (held) => held.put(value, name));
    },
    async delete(name) {
      await run("readwrite", (held) => held.delete(name));
    },
    names: async () => (await run("readonly", (held) => held.getAllKeys())) as string[],
    async clear() {
      await run("readwrite", (held) => held.clear());
    },
  };
}

/** A store that lives as long as the page. */
export function openPageStore(): KeyedStore {
  const held = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(held.get(name)),
    put: (name, value) => Promise.resolve(void held.set(name, value)),
    delete: (name) => Promise.resolve(void held.delete(name)),
    names: () => Promise.resolve([...held.keys()]),
    clear: () => Promise.resolve(held.clear()),
  };
}

async function transact(
  name: string,
  store: string,
  mode: IDBTransactionMode,
  act: (held: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const database = await openDatabase(name, store);
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the browser's store gave up"));
      transaction.onerror = () => reject(transaction.error ?? new Error("the browser's store failed"));
    });
  } finally {
    database.close();
  }
}

function openDatabase(name: string, store: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's store cannot be opened"));
    request.onblocked = () => reject(new Error("the browser's store is in use"));
  });
}
