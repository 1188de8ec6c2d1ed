import { sniffMediaType } from "@postern/contract";
import { MAX_PIXELS } from "./limits.ts";
import { pictureSizeOf } from "./picture-size.ts";
import { RefusedDrawing, type Drawer } from "./protocol.ts";

/**
 * Reads a picture by the browser's own decoder, after its header has said how large it will be.
 *
 * @throws RefusedDrawing `no-decoder` when drawn, for HEIC: only some browsers can
 */
export function readPicture(bytes: Uint8Array<ArrayBuffer>): Drawer {
  const size = pictureSizeOf(bytes);
  if (size === null) throw new RefusedDrawing("damaged");
  if (size.width * size.height > MAX_PIXELS) throw new RefusedDrawing("too-many-pixels");
  return {
    kind: "pages",
    pageCount: 1,
    async draw() {
      const bitmap = await decoded(bytes);
      return { bitmap, width: bitmap.width, height: bitmap.height };
    },
  };
}

async function decoded(bytes: Uint8Array<ArrayBuffer>): Promise<ImageBitmap> {
  const isHEIC = sniffMediaType(bytes) === "image/heic";
  // Safari tells the kind of a picture by its type where it does not know its first bytes.
  const picture = new Blob([bytes], isHEIC ? { type: "image/heic" } : {});
  try {
    return await createImageBitmap(picture);
  } catch (error) {
    throw new RefusedDrawing(isHEIC ? "no-decoder" : "damaged", error);
  }
}
