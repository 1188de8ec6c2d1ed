import type { SessionView } from "@postern/contract";
import { createSignal, onCleanup, onMount, type Accessor } from "solid-js";
import { makeActivity } from "./activity.ts";
import { lock, touch } from "./session.ts";
import { hearTabs, tellTabs } from "./tabs.ts";

/**
 * Touches the session when the person does something, and locks the page when nobody has for too long.
 *
 * @returns whether the lock is near, so that the page can say so
 */
export function createActivity(session: SessionView): Accessor<boolean> {
  const [isNear, setNear] = createSignal(false);
  onMount(() => {
    const stop = makeActivity({
      target: window,
      idleMs: session.idleSeconds * 1000,
      touch() {
        touch();
        tellTabs({ type: "active" });
      },
      hearOthers: (act) =>
        hearTabs(({ type }) => {
          if (type === "active") act();
        }),
      onNear: setNear,
      onIdle: lock,
      now: Date.now,
      every: (ms, act) => {
        const timer = setInterval(act, ms);
        return () => clearInterval(timer);
      },
    });
    onCleanup(stop);
  });
  return isNear;
}
