/**
 * Tells when the device has a network again.
 *
 * @returns undefined when it has one as far as anybody knows; else what resolves as soon as it has, and rejects with
 * the signal's reason
 */
export type Online = (signal: AbortSignal) => Promise<void> | undefined;

/** A page's or worker's own word. Where there is none, as in Node, the device counts as online. */
export const browserOnline: Online = (signal) => {
  const scope: { readonly navigator?: { readonly onLine?: boolean } } = globalThis;
  if (scope.navigator?.onLine !== false) return undefined;
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const once = { once: true, signal: stop.signal };
    signal.addEventListener("abort", () => finish(() => reject(signal.reason)), once);
    globalThis.addEventListener("online", () => finish(resolve), once);
    if (signal.aborted) finish(() => reject(signal.reason));
    function finish(settle: () => void) {
      stop.abort();
      settle();
    }
  });
};
