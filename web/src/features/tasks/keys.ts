/** What a key asks for in the care team's lists and tasks. */
export type KeyAct = "next" | "previous" | "claim";

/** A key that was pressed, and where. */
export interface Press {
  readonly key: string;
  /** With Control, Alt or Meta: the browser's or the system's. */
  readonly isModified: boolean;
  /** In a field, or while a question is open: it is not meant for the page. */
  readonly isTaken: boolean;
  /** On a row of a list. Elsewhere arrows scroll. */
  readonly isOnRow: boolean;
}

/** @returns what the key asks for, or null when it is not ours */
export function keyAct({ key, isModified, isTaken, isOnRow }: Press): KeyAct | null {
  if (isModified || isTaken) return null;
  switch (key) {
    case "j":
      return "next";
    case "k":
      return "previous";
    case "c":
      return "claim";
    case "ArrowDown":
      return isOnRow ? "next" : null;
    case "ArrowUp":
      return isOnRow ? "previous" : null;
    default:
      return null;
  }
}

/**
 * Which row comes next.
 *
 * @param at the present row from 0; -1 for none
 * @returns the row, or -1 when there are none
 */
export function rowAfter(act: "next" | "previous", at: number, count: number): number {
  if (count === 0) return -1;
  if (at < 0) return act === "next" ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, at + (act === "next" ? 1 : -1)));
}
