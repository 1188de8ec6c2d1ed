import { readdir, readFile } from "node:fs/promises";

/** The processes that show pages, of the browser whose first process this is. Needs Linux. */
export async function rendererPIDs(browserPID: number): Promise<readonly number[]> {
  const family = new Set([browserPID]);
  const parents = await parentsOfAll();
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  const lines = await Promise.all(
    [...family].map(async (pid) => [pid, await read(`/proc/${pid}/cmdline`)] as const),
  );
  return lines.filter(([, line]) => line.includes("--type=renderer")).map(([pid]) => pid);
}

/** Memory of processes, each shared page divided among those that share it (PSS). */
export async function memoryBytes(pids: readonly number[]): Promise<number> {
  const rollups = await Promise.all(pids.map((pid) => read(`/proc/${pid}/smaps_rollup`)));
  const kilobytes = rollups.map((text) => Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0));
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1024;
}

async function parentsOfAll(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(
    pids.map(async (pid) => {
      // The program's name stands in brackets and may hold anything.
      const stat = await read(`/proc/${pid}/stat`);
      return [pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])] as const;
    }),
  );
}

/** A process may end at any moment; it then counts for nothing. */
const read = (path: string) => readFile(path, "utf8").catch(() => "");
