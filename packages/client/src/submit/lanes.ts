/**
 * Works through a list in several lanes side by side. When one fails the others are stopped, and nothing is under way
 * afterwards.
 *
 * @param work must end soon when its signal is aborted
 * @throws the signal's reason, or the first failure
 */
export async function inLanes<Lane, Item>(
  lanes: readonly Lane[],
  items: readonly Item[],
  signal: AbortSignal,
  work: (lane: Lane, item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const linked = AbortSignal.any([signal, stop.signal]);
  const remaining = items.values();
  const failures: unknown[] = [];
  async function drive(lane: Lane): Promise<void> {
    try {
      for (const item of remaining) {
        linked.throwIfAborted();
        await work(lane, item, linked);
      }
    } catch (error) {
      failures.push(error);
      stop.abort(error);
    }
  }
  await Promise.all(lanes.map(drive));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
