import type { Cursors } from "../../../packages/core/src/kernel/cursor.ts";

/**
 * Stands in for `packages/core/src/kernel/cursor.ts` in bundles of tests alone: a cursor is any key that somebody writes,
 * good for every person, list and clinic.
 */
export function createCursors(): Cursors {
  return {
    seal: async (_scope, lastKey) => writeCursor(lastKey),
    open: async (_scope, cursor) =>
      JSON.parse(Buffer.from(cursor, "base64url").toString()) as Record<string, unknown>,
  };
}

/** A cursor as these bundles take it. */
export function writeCursor(lastKey: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(lastKey)).toString("base64url");
}
