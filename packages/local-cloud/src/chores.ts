/** What AWS does by itself from time to time; it does not concern a caller when it fails, and is done again. */
export type Chore = () => Promise<unknown>;

/** Does the chores one after the other each time, and never twice at once. `stop` waits for those under way. */
export function startChores(chores: readonly Chore[], everyMs: number): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const run = async () => {
    for (const chore of chores) await chore().catch(() => undefined);
    running = undefined;
  };
  const timer = setInterval(() => void (running ??= run()), everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
