import { createSignal, onCleanup, type Accessor } from "solid-js";

/** Whether the browser believes that it has a network. */
export function createOnline(): Accessor<boolean> {
  const [isOnline, setOnline] = createSignal(navigator.onLine);
  const tell = () => setOnline(navigator.onLine);
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  onCleanup(() => {
    window.removeEventListener("online", tell);
    window.removeEventListener("offline", tell);
  });
  return isOnline;
}
