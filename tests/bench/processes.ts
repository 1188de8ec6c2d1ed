import { readdir, readFile } from "node:fs/promises";

/** The processes that show pages, of the browser whose first process this is. Needs Linux. */
export async function rendererPIDs(browserPID: number): Promise<readonly number[]> {
  const family = await familyOf(browserPID);
  const kinds = await Promise.all(family.map(async (pid) => [pid, await kindOf(pid)] as const));
  return kinds.filter(([, kind]) => kind === "renderer").map(([pid]) => pid);
}

/** Milliseconds of processor time, by kind of process and name of thread. */
export type ThreadTimes = Readonly<Record<string, number>>;

const MS_PER_TICK = 10;

/** What all threads of a process and of those that descend from it have used up so far. Needs Linux. */
export async function threadTimes(firstPID: number): Promise<ThreadTimes> {
  const times: Record<string, number> = {};
  for (const pid of await familyOf(firstPID)) {
    const kind = await kindOf(pid);
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const { name, fields } = await statOf(`${pid}/task/${thread}`);
      const of = `${kind}: ${name.replace(/[/\d]*$/, "")}`;
      const ticks = Number(fields[USER_TIME] ?? 0) + Number(fields[SYSTEM_TIME] ?? 0);
      times[of] = (times[of] ?? 0) + ticks * MS_PER_TICK;
    }
  }
  return times;
}

async function familyOf(firstPID: number): Promise<readonly number[]> {
  const family = new Set([firstPID]);
  const parents = await parentsOfAll();
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** Of Chromium's processes what they are there for; the first has no type. */
async function kindOf(pid: number): Promise<string> {
  const line = await read(`/proc/${pid}/cmdline`);
  return /--type=([\w-]+)/.exec(line)?.[1] ?? "main";
}

/**
 * Memory of processes, each shared page divided among those that share it (PSS); without the program's own files, whose
 * share grows whenever another browser on the machine ends.
 */
export async function memoryBytes(pids: readonly number[]): Promise<number> {
  const rollups = await Promise.all(pids.map((pid) => read(`/proc/${pid}/smaps_rollup`)));
  const kilobytes = rollups.flatMap((text) =>
    [...text.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB$/gm)].map(([, amount]) => Number(amount)),
  );
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1024;
}

async function parentsOfAll(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(
    pids.map(async (pid) => [pid, Number((await statOf(String(pid))).fields[PARENT])] as const),
  );
}

/** Places in the kernel's line about a process or thread, behind its name. */
const [PARENT, USER_TIME, SYSTEM_TIME] = [1, 11, 12];

async function statOf(of: string): Promise<{ readonly name: string; readonly fields: readonly string[] }> {
  const stat = await read(`/proc/${of}/stat`);
  // The name stands in brackets and may hold anything.
  const end = stat.lastIndexOf(")");
  return { name: stat.slice(stat.indexOf("(") + 1, end), fields: stat.slice(end + 2).split(" ") };
}

/** A process may end at any moment; it then counts for nothing. */
const read = (path: string) => readFile(path, "utf8").catch(() => "");
