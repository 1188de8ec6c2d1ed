import libheif, { type HeifImage } from "libheif-js/libheif-wasm/libheif-bundle.mjs";

/**
 * Decodes the first picture of a HEIC file, upright, where the browser cannot: by libheif, compiled ahead.
 *
 * @returns null when there is none that it can decode, or it has more than `mostPixels`
 */
export async function decodeHEIC(
  bytes: Uint8Array<ArrayBuffer>,
  mostPixels: number,
): Promise<ImageBitmap | null> {
  const library = libheif();
  const pictures = new library.HeifDecoder().decode(bytes);
  const picture = pictures.find((each) => each.is_primary()) ?? pictures[0];
  if (picture === undefined || picture.get_width() * picture.get_height() > mostPixels) return null;
  const pixels = await pixelsOf(picture);
  return pixels === null ? null : createImageBitmap(pixels);
}

/** The library has no promise, and answers with null when a picture is damaged. */
function pixelsOf(picture: HeifImage): Promise<ImageData | null> {
  const pixels = new ImageData(picture.get_width(), picture.get_height());
  return new Promise((resolve) => picture.display(pixels, resolve));
}
