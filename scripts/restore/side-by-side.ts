/** Does the work for each of them, so many at a time. The first failure ends it when the others under way are over. */
export async function sideBySide<Each>(
  many: AsyncIterable<Each> | Iterable<Each>,
  atATime: number,
  work: (each: Each) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();
  for await (const each of many) {
    const one: Promise<void> = work(each)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= atATime) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
