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
  const [keyCount, setKeyCount] = createSignal<number | null>();
  const check = makeCheck({
    loadKeys,
    send: (event) => setState((present) => reduceCheck(present, event)),
  });
  return {
    state,
    check: (file: File) => check.check(file),
    /** How many keys of a file of one's own are used; null for a file that had none, undefined without one. */
    keyCount,
    useKeys: async (file: File) => void setKeyCount(await check.useKeys(file)),
  };
}

/** @throws when the file did not come */
async function loadKeys(): Promise<string> {
  const response = await fetch(RECEIPT_KEYS_PATH, { credentials: "omit", redirect: "error" });
  if (!response.ok) throw new Error("the keys did not come");
  return response.text();
}
