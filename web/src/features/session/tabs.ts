import type { SessionHandle } from "@postern/contract";

/** What tabs of one browser tell each other; they share one session, and one key. */
export type TabMessage =
  | { readonly type: "active" }
  | { readonly type: "signed-in"; readonly handle: SessionHandle }
  | { readonly type: "signed-out" };

const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("postern-session");

/** Tells all other tabs; never the one that tells. */
export function tellTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

/** @returns a function that stops it */
export function hearTabs(act: (message: TabMessage) => void): () => void {
  const hear = ({ data }: MessageEvent<TabMessage>) => act(data);
  channel?.addEventListener("message", hear);
  return () => channel?.removeEventListener("message", hear);
}
