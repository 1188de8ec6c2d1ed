/** A look costs the machine that is watched some of its time, so there is a breath between two of them. */
const BREATH_MS = 20;

/**
 * Looks again and again until there is something to see.
 *
 * @param look what is returned, unless it is undefined, null or false, is the answer
 * @throws Error that names `what` when it has not come after `seconds`
 */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen> | Seen,
  seconds = 20,
): Promise<NonNullable<Exclude<Seen, false>>> {
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false)
      return seen as NonNullable<Exclude<Seen, false>>;
    await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
  }
  throw new Error(`${what} has not happened in ${seconds} seconds.`);
}
