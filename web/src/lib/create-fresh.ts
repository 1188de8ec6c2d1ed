import { revalidate } from "@solidjs/router";
import { onMount } from "solid-js";

/** What is younger than this was asked for by the load of the page itself. */
const JUST_LOADED_MS = 5_000;

/**
 * Asks anew for what a page shows when someone comes back to it. The router keeps an answer for as long as any part of
 * the frame uses it, which would be the whole day.
 */
export function createFresh(key: string): void {
  onMount(() => {
    // Time since the page was loaded.
    if (performance.now() > JUST_LOADED_MS) void revalidate(key);
  });
}
