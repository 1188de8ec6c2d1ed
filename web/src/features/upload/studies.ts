import type { Group } from "../preparing/prepare.ts";
import type { UploadFile } from "./rows.ts";

/** The examination that an image belongs to. It stays a document of its own; lists show the images as one. */
export interface StudyMark {
  readonly key: string;
  /** So many more images are named by the folder's own list, and were not chosen. */
  readonly missing: number;
}

/** The examinations among the chosen files, and which of the files are lists that need not be sent. */
export interface Studies {
  readonly marks: ReadonlyMap<File, StudyMark>;
  readonly lists: readonly File[];
}

/** @param files those that were looked through for examinations */
export function studiesIn(files: readonly File[], groups: readonly Group[]): Studies {
  const left = new Set(groups.flatMap((group) => (group.kind === "file" ? [group.file] : group.files)));
  const marks = groups.flatMap((group, index) => {
    if (group.kind === "file") return [];
    const mark = { key: `study ${index + 1}`, missing: group.missing };
    return group.files.map((file) => [file, mark] as const);
  });
  return { marks: new Map(marks), lists: files.filter((file) => !left.has(file)) };
}

/** What a list shows as one row; never empty. */
export type Together<Each> = readonly [Each, ...Each[]];

/** @param groupOf what a row is of; undefined of what has a row of its own */
export function together<Each>(
  list: readonly Each[],
  groupOf: (each: Each) => string | undefined,
): readonly Together<Each>[] {
  const rows = new Map<unknown, [Each, ...Each[]]>();
  for (const each of list) {
    const group = groupOf(each) ?? each;
    const row = rows.get(group);
    if (row === undefined) rows.set(group, [each]);
    else row.push(each);
  }
  return [...rows.values()];
}

/** Images of one examination are a row; those that are refused are one beside it. */
export function rowsOf(files: readonly UploadFile[]): readonly Together<UploadFile>[] {
  return together(files, ({ study, reason }) => study && `${study.key} ${reason ?? ""}`);
}

const UNDER_WAY = ["sending", "sealing", "matching"] as const;

/** The row's files counted as one. */
export function asOne(row: Together<UploadFile>): UploadFile {
  const [first] = row;
  const sum = (count: (file: UploadFile) => number) => row.reduce((all, file) => all + count(file), 0);
  return {
    ...first,
    state: stateOf(row),
    sizeBytes: sum(({ sizeBytes }) => sizeBytes),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    totalBytes: sum(({ totalBytes }) => totalBytes),
  };
}

/** Where the whole row is: what is furthest on its way, and only at the end when all is there. */
function stateOf(row: Together<UploadFile>): UploadFile["state"] {
  const states = new Set(row.map(({ state }) => state));
  const [only] = states;
  if (states.size === 1 && only !== undefined) return only;
  if (states.has("checking")) return "checking";
  return UNDER_WAY.find((state) => states.has(state)) ?? "sending";
}
