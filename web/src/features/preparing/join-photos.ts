import { SNIFF_SIZE_BYTES, sniffMediaType } from "@postern/contract";
import { MAX_PIXELS } from "../opening/drawing/limits.ts";
import { pagePhotoOf, photoPagesPDF, type PagePhoto } from "./photo-pages.ts";
import { asJPEG, decoded, isTooLarge } from "./picture.ts";

/**
 * Puts photos together in one PDF, a page for each, in their order. They are prepared ones: JPEG, PNG or WebP.
 *
 * @returns undefined when one of them cannot be drawn
 */
export async function joinPhotos(files: readonly File[]): Promise<File | undefined> {
  const photos: PagePhoto[] = [];
  for (const file of files) {
    const photo = await photoOf(file);
    if (photo === null) return undefined;
    photos.push(photo);
  }
  const name = `${files[0]?.name.replace(/\.[^.]*$/, "") ?? "photos"}.pdf`;
  return new File([photoPagesPDF(photos)], name, { type: "application/pdf" });
}

async function photoOf(file: File): Promise<PagePhoto | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = sniffMediaType(bytes.subarray(0, SNIFF_SIZE_BYTES));
  const asItIs = type === "image/jpeg" ? pagePhotoOf(bytes) : null;
  if (asItIs !== null) return asItIs;
  const bitmap = type === null || isTooLarge(bytes, MAX_PIXELS) ? null : await decoded(bytes, type);
  if (bitmap === null) return null;
  const drawn = await asJPEG(bitmap);
  bitmap.close();
  return pagePhotoOf(new Uint8Array(await drawn.arrayBuffer()));
}
