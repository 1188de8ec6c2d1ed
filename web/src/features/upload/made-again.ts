import type { Prepared } from "../preparing/prepare.ts";
import { handlesOf, rememberHandles } from "./handles.ts";

interface Making {
  readonly prepare: (photo: File, signal: AbortSignal) => Promise<Prepared>;
  readonly joinPhotos: (photos: readonly File[], signal: AbortSignal) => Promise<File | undefined>;
  readonly signal: AbortSignal;
}

/** Notes of what a file of several photos was made; it cannot be made again when one of them must be chosen. */
export function rememberPages(joined: File, photos: readonly File[]): void {
  const pages = photos.map(handlesOf);
  if (pages.every(({ length }) => length > 0)) rememberHandles(joined, pages.flat());
}

/** Files as they were chosen in an earlier visit, without those of which that cannot be done any more. */
export async function allMadeAgain(
  made: readonly (readonly File[])[],
  making: Making,
): Promise<readonly File[]> {
  const files = await Promise.all(made.map((photos) => madeAgain(photos, making)));
  return files.flatMap((file) => file ?? []);
}

/**
 * A file as it was chosen in an earlier visit: itself, or photos that are looked at and put together once more.
 *
 * @returns undefined when that cannot be done any more
 */
export async function madeAgain(
  [file, ...others]: readonly File[],
  { prepare, joinPhotos, signal }: Making,
): Promise<File | undefined> {
  if (file === undefined || others.length === 0) return file;
  const photos = [file, ...others];
  const looked = await Promise.all(photos.map((photo) => prepare(photo, signal))).catch(() => []);
  const pages = looked.flatMap(({ file: page }) => page ?? []);
  if (pages.length < photos.length) return undefined;
  const joined = await joinPhotos(pages, signal).catch(() => undefined);
  if (joined !== undefined) rememberPages(joined, photos);
  return joined;
}
