import { MAX_PIXELS } from "./limits.ts";
import { pictureSizeOf } from "./picture-size.ts";
import { RefusedDrawing, type Drawer } from "./protocol.ts";

/** Reads a PNG, JPEG or WebP by the browser's own decoder, after its header has said how large it will be. */
export function readPicture(bytes: Uint8Array<ArrayBuffer>): Drawer {
  const size = pictureSizeOf(bytes);
  if (size === null) throw new RefusedDrawing("damaged");
  if (size.width * size.height > MAX_PIXELS) throw new RefusedDrawing("too-many-pixels");
  return {
    pageCount: 1,
    async draw() {
      const bitmap = await createImageBitmap(new Blob([bytes]));
      return { bitmap, width: bitmap.width, height: bitmap.height };
    },
  };
}
