import { MEDIA_TYPES } from "@postern/contract";

type Asked = (what: { readonly mode: "read" }) => Promise<PermissionState>;

/** What some browsers give of a file: with it the file can be opened again after a reload, if the person allows it. */
export type FileHandle = FileSystemFileHandle & {
  readonly queryPermission?: Asked;
  /** Only from a click; the browser then asks the person. */
  readonly requestPermission?: Asked;
};

interface Dialog {
  readonly showOpenFilePicker?: (options: {
    readonly multiple: true;
    readonly types: readonly { description: string; accept: Readonly<Record<string, readonly string[]>> }[];
  }) => Promise<readonly FileHandle[]>;
}

/** Of what a file of this page was made. */
const handles = new WeakMap<File, readonly FileHandle[]>();

/** Notes where a file comes from, as long as the file lives. */
export function rememberHandles(file: File, from: readonly FileHandle[]): void {
  handles.set(file, from);
}

/** Of what a file can be had again: one handle, or one for each page that was put in; empty where it must be chosen. */
export function handlesOf(file: File): readonly FileHandle[] {
  return handles.get(file) ?? [];
}

/** Reads what a browser's store has kept: a list of lists of handles. */
export function handlesIn(kept: unknown): readonly (readonly FileHandle[])[] {
  if (typeof FileSystemFileHandle === "undefined" || !Array.isArray(kept)) return [];
  const isHandle = (one: unknown): one is FileHandle => one instanceof FileSystemFileHandle;
  return kept.map((list: unknown) => (Array.isArray(list) && list.every(isHandle) ? list : []));
}

/** For a desk: a phone's own dialog offers its photos, and keeps no handles worth keeping. */
export function canChooseHandles(): boolean {
  return (window as Dialog).showOpenFilePicker !== undefined && matchMedia("(hover: hover)").matches;
}

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  "application/dicom": [".dcm"],
  "image/heic": [".heic"],
  "text/plain": [".txt"],
};

/**
 * Lets the person choose files in the system's own dialog, from a click, and remembers their handles.
 *
 * @param description what can be chosen, in words
 * @returns none when the person has closed the dialog; undefined where the browser's owner forbids it
 */
export async function chooseHandles(description: string): Promise<readonly File[] | undefined> {
  const accept = Object.fromEntries(MEDIA_TYPES.map((type) => [type, EXTENSIONS[type] ?? []]));
  try {
    const options = { multiple: true, types: [{ description, accept }] } as const;
    const chosen = (await (window as Dialog).showOpenFilePicker?.(options)) ?? [];
    return await Promise.all(chosen.map(openHandle));
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? [] : undefined;
  }
}

/** The file as it is now. @throws DOMException when it is gone, or the person does not allow it */
export async function openHandle(handle: FileHandle): Promise<File> {
  const file = await handle.getFile();
  rememberHandles(file, [handle]);
  return file;
}
