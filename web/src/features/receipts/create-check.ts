import { RECEIPT_KEYS_PATH } from "@postern/contract";
import { createSignal } from "solid-js";
import { CHECK_START, reduceCheck } from "./machine.ts";
import { makeCheck } from "./make-check.ts";

/** What a verdict is written in. It comes with the page: asked for later, it would tell that a receipt was checked. */
const VERDICT_FONT = '1em "Atkinson Hyperlegible Mono"';

/** The page on which anyone checks a receipt. */
export function createCheck() {
  void document.fonts.load(VERDICT_FONT).catch(() => undefined);
  const [state, setState] = createSignal(CHECK_START);
  const [keyCount, setKeyCount] = createSignal<number>();
  const [isNoKeys, setNoKeys] = createSignal(false);
  const check = makeCheck({
    loadKeys,
    send: (event) => setState((present) => reduceCheck(present, event)),
  });
  return {
    state,
    check: (file: File) => check.check(file),
    /** How many keys of a file of one's own are used; undefined while the portal's are. */
    keyCount,
    /** Whether the file that was chosen last had no keys. */
    isNoKeys,
    async useKeys(file: File): Promise<void> {
      const count = await check.useKeys(file);
      setNoKeys(count === null);
      if (count !== null) setKeyCount(count);
    },
    usePortalKeys(): void {
      check.usePortalKeys();
      setKeyCount(undefined);
      setNoKeys(false);
    },
  };
}

/** @throws when the file did not come */
async function loadKeys(): Promise<string> {
  const response = await fetch(RECEIPT_KEYS_PATH, { credentials: "omit", redirect: "error" });
  if (!response.ok) throw new Error("the keys did not come");
  return response.text();
}
