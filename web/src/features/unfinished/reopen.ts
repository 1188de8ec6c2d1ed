import { openHandle, type FileHandle } from "../upload/handles.ts";

/** The handles of the files that were begun, in their order; an empty list for what has none. */
export type KeptHandles = readonly (readonly FileHandle[])[];

const READ = { mode: "read" } as const;

/** Whether the files may be opened without asking the person. */
export async function mayOpen(handles: KeptHandles): Promise<boolean> {
  const answers = handles.flat().map(async (handle) => handle.queryPermission?.(READ));
  return (await Promise.all(answers)).every((answer) => answer === "granted");
}

/**
 * Asks the person, one file after the other: an answer to the first may be meant for all.
 *
 * @returns whether all may be opened
 */
export async function askToOpen(handles: KeptHandles): Promise<boolean> {
  for (const handle of handles.flat()) {
    if ((await handle.queryPermission?.(READ)) === "granted") continue;
    if ((await handle.requestPermission?.(READ)) !== "granted") return false;
  }
  return true;
}

/** The files as they are now: of each what it was made of. One that is gone, or has no handle, is left out. */
export async function openAgain(handles: KeptHandles): Promise<readonly (readonly File[])[]> {
  const opened = handles.map((each) => Promise.all(each.map(openHandle)).catch(() => []));
  return (await Promise.all(opened)).filter(({ length }) => length > 0);
}
