import { joined } from "./metadata/removed.ts";
import { partedJPEG } from "./metadata/jpeg.ts";

/** A JPEG as a page of a PDF can hold it. */
export interface PagePhoto {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  /** As stored, before it is turned. */
  readonly width: number;
  readonly height: number;
  readonly isGrey: boolean;
  /** 1 to 8, as in Exif. */
  readonly orientation: number;
}

/**
 * A JPEG without anything but its picture, its pixels as they were coded.
 *
 * @returns null for what not every reader of PDF draws alike: other than 8 bits, grey or three colours, Huffman coded
 */
export function pagePhotoOf(jpeg: Uint8Array<ArrayBuffer>): PagePhoto | null {
  const parted = partedJPEG(jpeg);
  const frame = parted?.kept.find((segment) => isFrame(segment[1] ?? 0));
  if (parted === null || frame === undefined || frame.length < 10 || frame[4] !== 8) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const [height, width, colours] = [view.getUint16(5), view.getUint16(7), view.getUint8(9)];
  if (width === 0 || height === 0 || (colours !== 1 && colours !== 3)) return null;
  const { kept, orientation } = parted;
  return { jpeg: joined([jpeg.subarray(0, 2), ...kept]), width, height, isGrey: colours === 1, orientation };
}

/** Baseline, extended and progressive (ITU-T T.81, table B.1): what ISO 32000-1, 7.4.8 names. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xc2;

/** 11 inches, in points: a photo of a letter page prints at its own size. */
const LONG_SIDE_POINTS = 792;

/**
 * Writes a PDF (ISO 32000-1) of photos, a page for each, in its shape and upright. It holds their JPEG data as it is,
 * no script, no link, no date and no name of a program.
 */
export function photoPagesPDF(photos: readonly PagePhoto[]): Blob {
  const pages = photos.map((_, index) => `${3 + index * 3} 0 R`);
  const objects = [
    [`<< /Type /Catalog /Pages 2 0 R >>`],
    [`<< /Type /Pages /Count ${photos.length} /Kids [${pages.join(" ")}] >>`],
    ...photos.flatMap((photo, index) => objectsOf(photo, 3 + index * 3)),
  ];
  return written(objects);
}

type Part = string | Uint8Array<ArrayBuffer>;

/** A page, its picture, and the drawing of the one on the other. */
function objectsOf(
  { jpeg, width, height, isGrey, orientation }: PagePhoto,
  number: number,
): readonly Part[][] {
  const scale = LONG_SIDE_POINTS / Math.max(width, height);
  const [long, wide] = [width * scale, height * scale];
  const [pageWidth, pageHeight] = orientation > 4 ? [wide, long] : [long, wide];
  const drawing = `${placed(orientation, pageWidth, pageHeight).map(short).join(" ")} cm /P Do`;
  const colours = isGrey ? "/DeviceGray" : "/DeviceRGB";
  return [
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${short(pageWidth)} ${short(pageHeight)}]`,
      ` /Resources << /XObject << /P ${number + 1} 0 R >> >> /Contents ${number + 2} 0 R >>`,
    ],
    [
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${colours}`,
      ` /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      jpeg,
      "\nendstream",
    ],
    [`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`],
  ];
}

/** Where the corners of the unit square go (8.3.4), for each way a picture can lie (Exif 2.32, 4.6.4 A). */
function placed(orientation: number, width: number, height: number): readonly number[] {
  switch (orientation) {
    case 2:
      return [-width, 0, 0, height, width, 0];
    case 3:
      return [-width, 0, 0, -height, width, height];
    case 4:
      return [width, 0, 0, -height, 0, height];
    case 5:
      return [0, -height, -width, 0, width, height];
    case 6:
      return [0, -height, width, 0, 0, height];
    case 7:
      return [0, height, width, 0, 0, 0];
    case 8:
      return [0, height, -width, 0, width, 0];
    default:
      return [width, 0, 0, height, 0, 0];
  }
}

const short = (points: number) => Number(points.toFixed(2)).toString();

/** Objects one after the other, then the table of where each begins (7.5.4), in lines of 20 bytes. */
function written(objects: readonly (readonly Part[])[]): Blob {
  // The second line tells programs that move files that this is not text.
  const parts: Part[] = ["%PDF-1.4\n", Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a)];
  let offset = sizeOf(parts);
  const entries = ["0000000000 65535 f \n"];
  for (const [index, object] of objects.entries()) {
    const whole = [`${index + 1} 0 obj\n`, ...object, "\nendobj\n"];
    entries.push(`${String(offset).padStart(10, "0")} 00000 n \n`);
    offset += sizeOf(whole);
    parts.push(...whole);
  }
  parts.push(`xref\n0 ${entries.length}\n`, ...entries);
  parts.push(`trailer\n<< /Size ${entries.length} /Root 1 0 R >>\nstartxref\n${offset}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}

const sizeOf = (parts: readonly Part[]) => parts.reduce((sum, { length }) => sum + length, 0);
