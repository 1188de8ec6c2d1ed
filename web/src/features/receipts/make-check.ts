import { RECEIPT_FILE_SIZE_BYTES, parseReceiptKeys, verifyReceipt } from "@postern/client";
import type { ReceiptKey } from "@postern/contract";
import type { CheckEvent, Checked } from "./machine.ts";

/** What a check stands on. */
export interface CheckOptions {
  /** The portal's own public keys, a file beside its scripts; asked for once, before any receipt is read. */
  readonly loadKeys: () => Promise<string>;
  readonly send: (event: CheckEvent) => void;
}

type Chosen = Pick<Blob, "size" | "text">;

/** Checks receipts by themselves: after the keys are here, nothing is asked of anyone. */
export function makeCheck({ loadKeys, send }: CheckOptions) {
  let run = 0;
  let own: readonly ReceiptKey[] | undefined;
  let published = load();

  /** Null when they did not come, or what came is no file of keys. */
  function load(): Promise<readonly ReceiptKey[] | null> {
    return loadKeys().then(parseReceiptKeys, () => null);
  }

  async function keysOfPortal(): Promise<readonly ReceiptKey[] | null> {
    const keys = await published;
    if (keys !== null) return keys;
    published = load();
    return published;
  }

  function believe(keys: readonly ReceiptKey[] | undefined): void {
    own = keys;
    run += 1;
    send({ type: "keys-changed" });
  }

  return {
    /** Reads a file and says what it is. Never throws. */
    async check(file: Chosen): Promise<void> {
      const present = ++run;
      send({ type: "chosen", run: present });
      if (file.size > RECEIPT_FILE_SIZE_BYTES) return send({ type: "failed", run: present, why: "tooLarge" });
      const text = await file.text().catch(() => null);
      if (text === null) return send({ type: "failed", run: present, why: "unread" });
      const keysFrom: Checked["keysFrom"] = own === undefined ? "portal" : "file";
      const keys = own ?? (await keysOfPortal());
      if (keys === null) return send({ type: "failed", run: present, why: "keysMissing" });
      send({ type: "checked", run: present, verdict: await verifyReceipt(text, keys), keysFrom });
    },

    /** Believes the keys of a file instead of the portal's. @returns how many; null for a file that has none */
    async useKeys(file: Chosen): Promise<number | null> {
      const text = file.size > RECEIPT_FILE_SIZE_BYTES ? "" : await file.text().catch(() => "");
      const keys = parseReceiptKeys(text);
      if (keys === null) return null;
      believe(keys);
      return keys.length;
    },

    /** Believes the portal's keys again. */
    usePortalKeys: () => believe(undefined),
  };
}
