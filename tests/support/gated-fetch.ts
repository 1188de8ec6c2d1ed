/** A call on its way out. */
export interface Passing {
  /** Method and last part of the path: `POST parts`; `PUT object` for what goes to the store. */
  readonly name: string;
  /** How many calls have come before it, all names together. */
  readonly index: number;
}

/** Decides what becomes of a call: sends it by `pass`, sooner or later, or does not. */
export type Keeper = (call: Passing, pass: () => Promise<Response>) => Promise<Response>;

/** Puts a keeper before everything that is fetched. */
export function gatedFetch(send: typeof fetch, keep: Keeper): typeof fetch {
  let calls = 0;
  return async (resource, init) => {
    const { method, url } = new Request(resource, { ...init, body: null, signal: null });
    const { pathname } = new URL(url);
    const last = pathname.split("/").at(-1) ?? "";
    const index = calls;
    calls += 1;
    const name = `${method} ${method === "PUT" ? "object" : last}`;
    return keep({ name, index }, () => send(resource, init));
  };
}

/** What a call looks like whose line is cut. */
export function cutOff(): never {
  throw new TypeError("fetch failed");
}

/** A door that is shut until it is opened. */
export interface Door {
  readonly opened: Promise<void>;
  open(): void;
}

export function shutDoor(): Door {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
