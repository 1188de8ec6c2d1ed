import { parseDicom } from "dicom-parser";
import type { Drawer, GreyRange } from "./protocol.ts";
import { layoutOf, patientOf, refuseCompressed, type FrameLayout } from "./scan-header.ts";
import { colourPixels, extentOf, greyPixels, valuesOf } from "./scan-pixels.ts";

const TRANSFER_SYNTAX = "x00020010";

/**
 * Reads an uncompressed DICOM image (PS3.10), grey of 8 or 16 bits or RGB.
 *
 * @throws RefusedDrawing
 */
export function readScan(bytes: Uint8Array<ArrayBuffer>): Drawer {
  // What is compressed as a whole could not even be parsed, so the header in front of it is asked first.
  const header = parseDicom(bytes, { untilTag: TRANSFER_SYNTAX });
  refuseCompressed(header.string(TRANSFER_SYNTAX));
  const data = parseDicom(bytes);
  const layout = layoutOf(data);
  const range = layout.isColour ? undefined : rangeOf(bytes, layout);
  return {
    kind: "pages",
    pageCount: layout.frameCount,
    scan: { patient: patientOf(data), range },
    async draw(index, chosen) {
      const pixels =
        range === undefined
          ? colourPixels(bytes, layout, index)
          : greyPixels(valuesOf(bytes, layout, index), chosen ?? range, layout.isInverted);
      const bitmap = await createImageBitmap(new ImageData(pixels, layout.columns, layout.rows));
      return { bitmap, width: layout.columns, height: layout.rows };
    },
  };
}

/** What the scan asks for, else all of its first frame's values; with the bounds in which one may choose. */
function rangeOf(
  bytes: Uint8Array,
  layout: FrameLayout,
): GreyRange & { readonly least: number; readonly most: number } {
  const { least, most } = extentOf(valuesOf(bytes, layout, 0));
  const all = { center: (least + most + 1) / 2, width: Math.max(1, most - least + 1) };
  const { center, width } = layout.range ?? all;
  // Later frames may hold more than the first one does.
  return { center, width, least: Math.min(least, center - width), most: Math.max(most, center + width) };
}
