import { createComponent, lazy, type Component, type JSX } from "solid-js";
import { TroubleError } from "./trouble.ts";

type Load = () => Promise<{ default: Component }>;

/** A page whose code comes when the page is first asked for, or when the router expects that it soon will be. */
export interface LazyPage {
  (): JSX.Element;
  preload(): void;
}

/**
 * As Solid's `lazy`, but what failed to come is asked for again when the page is tried again: a phone that was in a
 * tunnel needs no reload. A failure is thrown into the page as a TroubleError.
 */
export function lazyPage(load: Load): LazyPage {
  let present = lazy(attempt);
  async function attempt() {
    try {
      return await load();
    } catch {
      present = lazy(attempt);
      throw new TroubleError({ kind: navigator.onLine ? "page" : "offline", code: "page-code" });
    }
  }
  const page = () => createComponent(present, {});
  page.preload = () => {
    present.preload().catch(() => {
      // Nobody has asked for the page yet; whoever does is told.
    });
  };
  return page;
}
