/**
 * Reads what a command was called with, or says on standard error what is wrong and how it is used, and has the
 * program end with 2.
 *
 * @param read throws what is to be said
 */
export function readOrExplain<Arguments>(read: () => Arguments, usage: string): Arguments | undefined {
  try {
    return read();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}
