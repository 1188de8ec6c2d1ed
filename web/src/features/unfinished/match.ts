import type { KeptFile } from "../upload/kept.ts";
import type { UploadFile } from "../upload/rows.ts";
import { together, type Together } from "../upload/studies.ts";

/** A file that was begun, and whether it was chosen again. */
export interface Expected {
  readonly file: KeptFile;
  /** `changed`: a file of this name was chosen that holds other bytes. `as-now`: it goes with these. */
  readonly state: "missing" | "found" | "changed" | "as-now" | "left-out";
  /** The chosen file, where there is one. */
  readonly key?: string | undefined;
}

/** What the person has said: about files that were begun, by their place; about chosen ones, by their key. */
export interface Said {
  readonly leftOut: ReadonlySet<number>;
  readonly asNow: ReadonlySet<string>;
}

/** Looks which of the files that were begun are among those chosen: by their bytes first, then by their name. */
export function matchFiles(
  kept: readonly KeptFile[],
  files: readonly UploadFile[],
  { leftOut, asNow }: Said,
): readonly Expected[] {
  const free = new Map(files.filter(({ state }) => state !== "checking").map((file) => [file.key, file]));
  const take = (fits: (file: UploadFile) => boolean): string | undefined => {
    const found = [...free.values()].find(fits);
    if (found !== undefined) free.delete(found.key);
    return found?.key;
  };
  const same = kept.map((file) => take(({ sha256 }) => sha256 === file.sha256));
  return kept.map((file, index): Expected => {
    const found = same[index];
    if (found !== undefined) return { file, state: "found", key: found };
    if (leftOut.has(index)) return { file, state: "left-out" };
    const key = take(({ name }) => name === file.name);
    if (key === undefined) return { file, state: "missing" };
    return { file, state: asNow.has(key) ? "as-now" : "changed", key };
  });
}

/** A file that was begun, and its place among them. */
export interface Place extends Expected {
  readonly index: number;
}

/** Images of one examination are a row, as far as they fare alike. */
export function placesOf(expected: readonly Expected[]): readonly Together<Place>[] {
  const places = expected.map((each, index) => ({ ...each, index }));
  return together(places, ({ file, state }) => file.study && `${file.study} ${state}`);
}

/** True when nothing is left to be chosen or said. */
export function isSettled(expected: readonly Expected[]): boolean {
  return expected.every(({ state }) => state !== "missing" && state !== "changed");
}
