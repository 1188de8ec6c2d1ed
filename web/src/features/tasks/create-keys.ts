import { createSignal, onCleanup, onMount } from "solid-js";
import { keyAct, rowAfter, type KeyAct } from "./keys.ts";

const STORED = "postern-keys";
const [areKeysOn, setKeysOn] = createSignal(localStorage.getItem(STORED) !== "off");

/** Single keys can be turned off, for those who speak to their device (WCAG 2.1.4). It is kept in this browser. */
export function switchKeys(): void {
  const next = !areKeysOn();
  setKeysOn(next);
  localStorage.setItem(STORED, next ? "on" : "off");
}

export { areKeysOn };

/** Listens for keys while the page's part stands. */
export function createKeys(act: (wanted: KeyAct) => void): void {
  const press = (event: KeyboardEvent) => {
    const wanted = areKeysOn() ? keyAct(pressOf(event)) : null;
    if (wanted === null) return;
    if (wanted !== "claim") event.preventDefault();
    act(wanted);
  };
  onMount(() => window.addEventListener("keydown", press));
  onCleanup(() => window.removeEventListener("keydown", press));
}

function pressOf(event: KeyboardEvent) {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  const element = target instanceof Element ? target : undefined;
  const isTyping = element?.closest("input, textarea, select, [contenteditable]") !== null;
  return {
    key,
    isModified: ctrlKey || altKey || metaKey,
    isTaken: event.defaultPrevented || (element !== undefined && isTyping) || hasQuestion(),
    isOnRow: element !== undefined && element.closest("tr") !== null,
  };
}

const hasQuestion = () => document.querySelector("dialog[open]") !== null;

/** Moves the focus over the rows of a list, and claims the one that has it; Enter opens, as on any link. */
export function createRowKeys(rows: () => readonly HTMLElement[], onClaim: (at: number) => void): void {
  createKeys((wanted) => {
    const all = rows();
    const at = all.findIndex((row) => row.closest("tr")?.contains(document.activeElement));
    if (wanted !== "claim") all[rowAfter(wanted, at, all.length)]?.focus();
    else if (at >= 0) onClaim(at);
  });
}
