import { LIMITS, type DocumentID, type DocumentKind, type MediaType } from "@postern/contract";
import type { Group, Prepared } from "../preparing/prepare.ts";
import { handlesOf, type FileHandle } from "./handles.ts";
import type { KeptFile } from "./kept.ts";
import type { UploadEvent } from "./machine.ts";
import { allMadeAgain, rememberPages } from "./made-again.ts";
import type { CheckResult } from "./rows.ts";
import { studiesIn, type Studies, type StudyMark } from "./studies.ts";

export interface SelectionOptions {
  readonly send: (event: UploadEvent) => void;
  /** Whether such an event changes anything now: files change only where what is shown of them does. */
  readonly takes: (event: UploadEvent["type"]) => boolean;
  readonly createKey: () => string;
  readonly prepare: (file: File, signal: AbortSignal) => Promise<Prepared>;
  readonly asStudies: (files: readonly File[], signal: AbortSignal) => Promise<readonly Group[]>;
}

/** A chosen file, and what looking at it has told. */
interface Chosen {
  readonly file: File;
  readonly prepared?: Prepared;
  readonly study?: StudyMark | undefined;
  readonly documentID?: DocumentID | undefined;
}

/** The files that were chosen. Each is looked at on this device, one after the other, before anything is sent. */
export interface Selection {
  /** @param replaces the document that the file stands in for */
  add(files: readonly File[], replaces?: DocumentID): void;
  remove(key: string): void;
  /** Puts all photos together in one file, in their place. @returns whether that could be done */
  join(
    joinPhotos: (files: readonly File[], signal: AbortSignal) => Promise<File | undefined>,
  ): Promise<boolean>;
  /** Adds files of an earlier visit, each as what it was made of: several photos are put together again. */
  addAgain(
    made: readonly (readonly File[])[],
    joinPhotos: (files: readonly File[], signal: AbortSignal) => Promise<File | undefined>,
  ): Promise<void>;
  /** What will be sent, in their order. */
  files(): readonly File[];
  /** By what they are known again. */
  known(kinds: readonly (DocumentKind | undefined)[] | undefined): readonly KeptFile[];
  /** Of what each of them can be had again. */
  handles(): readonly (readonly FileHandle[])[];
  /** Notes which document a file was begun as. */
  beganAs(key: string, documentID: DocumentID): void;
  /** As `beganAs`, of all in their order. */
  allBeganAs(documentIDs: readonly DocumentID[]): void;
  /** In their order, the documents that were noted. */
  begunAs(): readonly (DocumentID | undefined)[];
  stop(): void;
}

export function makeSelection(options: SelectionOptions): Selection {
  const { send, takes, createKey, prepare, asStudies } = options;
  const chosen = new Map<string, Chosen>();
  /** Lists of folders: their images tell more. */
  const lists = new Set<File>();
  const previews = makePreviews();
  const over = new AbortController();
  /** They are looked at in turn: each is read whole. */
  let turn = Promise.resolve();
  const isGone = (key: string) => !chosen.has(key) || over.signal.aborted;

  async function look(key: string, file: File): Promise<void> {
    if (isGone(key)) return;
    const isOver = [...chosen.keys()].indexOf(key) >= LIMITS.documentsPerSubmission;
    const prepared = isOver ? TOO_MANY : await prepare(file, over.signal).catch(() => UNREADABLE);
    if (isGone(key)) return;
    if (hasTwin(chosen, key, prepared)) {
      remove(key);
      send({ type: "added", files: [], repeated: [file.name] });
      return;
    }
    chosen.set(key, { ...chosen.get(key), file, prepared });
    send({ type: "checked", key, result: resultOf(prepared, previews.keep(key, prepared.preview)) });
  }

  async function group(): Promise<void> {
    const files = [...lists, ...[...chosen.values()].map(({ file }) => file)];
    const groups = await asStudies(files, over.signal).catch(() => undefined);
    if (groups === undefined || over.signal.aborted) return;
    const found = studiesIn(files, groups);
    found.lists.forEach((list) => lists.add(list));
    [...chosen].filter(([, { file }]) => lists.has(file)).forEach(([key]) => remove(key));
    send({ type: "grouped", studies: marked(chosen, found) });
  }

  function remove(key: string): void {
    if (!takes("removed")) return;
    chosen.delete(key);
    previews.drop(key);
    send({ type: "removed", key });
  }

  function add(added: readonly File[], replaces?: DocumentID): void {
    if (!takes("added")) return;
    const present = [...lists, ...[...chosen.values()].map(({ file }) => file)];
    const { fresh, repeated } = sift(added, present);
    const entries = fresh.map((file) => ({ key: createKey(), file }));
    for (const { key, file } of entries) chosen.set(key, { file });
    const rows = entries.map(({ key, file }) => ({ key, name: file.name, sizeBytes: file.size, replaces }));
    send({ type: "added", files: rows, repeated });
    if (replaces === undefined && chosen.size > 1) turn = turn.then(group);
    for (const { key, file } of entries) turn = turn.then(() => look(key, file));
  }

  return {
    add,
    remove,
    ...factsOf(chosen),
    ...joiningOf(chosen, options, { add, remove, signal: over.signal }),
    stop() {
      over.abort();
      previews.dropAll();
    },
  };
}

/** Puts photos together: those that are chosen, and those of an earlier visit. */
function joiningOf(
  chosen: ReadonlyMap<string, Chosen>,
  { prepare, takes }: SelectionOptions,
  { add, remove, signal }: Pick<Selection, "add" | "remove"> & { readonly signal: AbortSignal },
): Pick<Selection, "join" | "addAgain"> {
  return {
    async addAgain(made, joinPhotos) {
      add(await allMadeAgain(made, { prepare, joinPhotos, signal }));
    },
    async join(joinPhotos) {
      const made = await joined(chosen, joinPhotos, signal);
      if (made === undefined || signal.aborted || !takes("added")) return false;
      // A photo that was taken out meanwhile must not go along in the file.
      if (!made.keys.every((key) => chosen.has(key))) return false;
      made.keys.forEach(remove);
      add([made.file]);
      return true;
    },
  };
}

/** What is known of the chosen files, in their order. */
function factsOf(
  chosen: Map<string, Chosen>,
): Pick<Selection, "files" | "handles" | "beganAs" | "allBeganAs" | "begunAs" | "known"> {
  function beganAs(key: string, documentID: DocumentID): void {
    const each = chosen.get(key);
    if (each !== undefined) chosen.set(key, { ...each, documentID });
  }
  // What nobody has looked at still says where it was taken: it is not sent.
  const ready = () => [...chosen].filter(([, { prepared }]) => prepared?.file !== undefined);
  return {
    beganAs,
    allBeganAs(documentIDs) {
      const keys = ready().map(([key]) => key);
      documentIDs.forEach((documentID, index) => beganAs(keys[index] ?? "", documentID));
    },
    begunAs: () => ready().map(([, { documentID }]) => documentID),
    files: () => ready().flatMap(([, { prepared }]) => prepared?.file ?? []),
    handles: () => ready().map(([, { file }]) => handlesOf(file)),
    known: (kinds) => ready().map(([, each], index) => knownBy(each, kinds?.[index])),
  };
}

const NOTHING = { changes: [], advice: [], sha256: "" } as const;
const TOO_MANY: Prepared = { ...NOTHING, problem: "too-many" };
const UNREADABLE: Prepared = { ...NOTHING, problem: "unreadable" };

/** Small pictures, at addresses that are good until they are dropped. */
function makePreviews() {
  const addresses = new Map<string, string>();
  function drop(key: string): void {
    const address = addresses.get(key);
    if (address !== undefined) URL.revokeObjectURL(address);
    addresses.delete(key);
  }
  return {
    drop,
    dropAll: () => [...addresses.keys()].forEach(drop),
    keep(key: string, preview: Blob | undefined): string | undefined {
      if (preview === undefined) return undefined;
      const address = URL.createObjectURL(preview);
      addresses.set(key, address);
      return address;
    },
  };
}

/** The photos that can be sent, by their keys: as they were chosen, and as they are sent. */
function photosIn(chosen: ReadonlyMap<string, Chosen>) {
  const photos = new Map<string, { readonly file: File; readonly page: File }>();
  for (const [key, { file, prepared }] of chosen) {
    if (prepared?.file !== undefined && isPhoto(prepared)) photos.set(key, { file, page: prepared.file });
  }
  return photos;
}

/** All photos in one file, and what they were. */
async function joined(
  chosen: ReadonlyMap<string, Chosen>,
  joinPhotos: (files: readonly File[], signal: AbortSignal) => Promise<File | undefined>,
  signal: AbortSignal,
) {
  const photos = photosIn(chosen);
  const pages = [...photos.values()];
  const file = await joinPhotos(
    pages.map(({ page }) => page),
    signal,
  ).catch(() => undefined);
  if (file === undefined) return undefined;
  rememberPages(
    file,
    pages.map((photo) => photo.file),
  );
  return { file, keys: [...photos.keys()] };
}

/** Notes of each file whether it belongs to an examination. @returns those that do, by their key */
function marked(chosen: Map<string, Chosen>, { marks }: Studies): ReadonlyMap<string, StudyMark> {
  const studies = new Map<string, StudyMark>();
  for (const [key, each] of chosen) {
    const study = marks.get(each.file);
    chosen.set(key, { ...each, study });
    if (study !== undefined) studies.set(key, study);
  }
  return studies;
}

/** Whether the same bytes are there already, under whatever name. */
function hasTwin(chosen: ReadonlyMap<string, Chosen>, key: string, { sha256, problem }: Prepared): boolean {
  if (problem !== undefined || sha256 === "") return false;
  return [...chosen].some(([other, { prepared }]) => other !== key && prepared?.sha256 === sha256);
}

function knownBy({ file, prepared, study, documentID }: Chosen, kind: DocumentKind | undefined): KeptFile {
  const { name, size: sizeBytes } = file;
  const facts = { name, sizeBytes, sha256: prepared?.sha256 ?? "", study: study?.key, documentID };
  return kind === undefined ? facts : { ...facts, kind };
}

function resultOf(
  { problem, mediaType, changes, advice, sha256 }: Prepared,
  preview: string | undefined,
): CheckResult {
  if (problem !== undefined) return { ok: false, reason: problem };
  if (mediaType === undefined) return { ok: false, reason: "type" };
  return { ok: true, mediaType, changes, advice, preview, sha256 };
}

/** Parts files into those that are new, and the names of those that are there already. */
function sift(added: readonly File[], present: readonly File[]) {
  const fresh: File[] = [];
  const repeated: string[] = [];
  for (const file of added) {
    if ([...present, ...fresh].some((other) => isSameFile(file, other))) repeated.push(file.name);
    else fresh.push(file);
  }
  return { fresh, repeated };
}

/** As far as can be told without reading them. */
function isSameFile(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

/** Whether it can be a page among others. */
export function isPhoto({ mediaType }: { readonly mediaType?: MediaType | undefined }): boolean {
  return mediaType?.startsWith("image/") ?? false;
}
