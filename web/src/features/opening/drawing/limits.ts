/** Above this a phone may run out of memory: four bytes a pixel. */
export const MAX_PIXELS = 40_000_000;
/** Sealed documents above this are not fetched for the screen: whoever draws them needs them whole in memory. */
export const MAX_DRAWN_BYTES = 256 * 1024 ** 2;
/** A document that needs longer for one step is taken for a trap, and its worker is ended. */
export const MAX_STEP_MS = 5_000;
/** So much of a text is shown: a page with more would not be read, and would be slow to lay out. */
export const MAX_TEXT_BYTES = 1024 ** 2;
