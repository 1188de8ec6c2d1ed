import { rememberHandles, type FileHandle } from "./handles.ts";

type HandedItem = DataTransferItem & {
  readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
};

/**
 * The files of a drop, those in dropped folders among them; hidden files of folders are left out. Call it at once: the
 * browser empties a drop when its event is over.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    handle: handleOf(item),
  }));
  const files: File[] = [];
  for (const { entry, file, handle: handing } of found) {
    const handle = await handing;
    if (entry !== null && isFolder(entry)) files.push(...(await filesIn(entry)));
    else if (file !== null) {
      if (handle !== undefined) rememberHandles(file, [handle]);
      files.push(file);
    }
  }
  return files;
}

async function handleOf(item: HandedItem): Promise<FileHandle | undefined> {
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  return handle?.kind === "file" ? (handle as FileHandle) : undefined;
}

/** What systems leave behind in folders: nobody means to send it. */
const LEFT_BEHIND: readonly string[] = ["thumbs.db", "desktop.ini"];

const isHidden = (name: string) => name.startsWith(".") || LEFT_BEHIND.includes(name.toLowerCase());

/** What was chosen, without hidden files of a folder. */
export function shownFiles(files: readonly File[]): readonly File[] {
  return files.filter(({ webkitRelativePath }) => !webkitRelativePath.split("/").some(isHidden));
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

async function filesIn(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const files: File[] = [];
  for (const entry of await entriesOf(folder)) {
    if (isHidden(entry.name)) continue;
    if (isFolder(entry)) files.push(...(await filesIn(entry)));
    else if (isFile(entry)) files.push(await fileOf(entry));
  }
  return files;
}

/** A folder is read in portions; an empty one is its end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return entries;
    entries.push(...portion);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
