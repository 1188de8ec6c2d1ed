import type { DataSet } from "dicom-parser";
import { MAX_PIXELS } from "./limits.ts";
import { RefusedDrawing, type GreyRange } from "./protocol.ts";

/** Whose scan it says it is; each is absent when the scan does not say. */
export interface PatientTags {
  /** "Given Family", as people write it. */
  readonly name?: string | undefined;
  /** YYYY-MM-DD where it is a date, else as it stands. */
  readonly birthDate?: string | undefined;
  readonly patientID?: string | undefined;
}

/** How a scan's pixels lie in its file: DICOM PS3.3, C.7.6.3 (Image Pixel Module). */
export interface FrameLayout {
  readonly rows: number;
  readonly columns: number;
  readonly frameCount: number;
  readonly isColour: boolean;
  /** Of one value in the file. */
  readonly sizeBytes: 1 | 2;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** All red values first, then green, then blue. */
  readonly isPlanar: boolean;
  /** The least value is white. */
  readonly isInverted: boolean;
  readonly slope: number;
  readonly intercept: number;
  readonly range?: GreyRange | undefined;
  /** Where the first frame begins. */
  readonly offsetBytes: number;
}

/** Implicit and explicit little endian (DICOM PS3.5, A.1 and A.2): the two whose pixels lie there as they are. */
const PLAIN_SYNTAXES = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"];

/** @throws RefusedDrawing `compressed` for a transfer syntax whose pixels need a decoder */
export function refuseCompressed(transferSyntax: string | undefined): void {
  if (transferSyntax !== undefined && !PLAIN_SYNTAXES.includes(transferSyntax)) {
    throw new RefusedDrawing("compressed");
  }
}

export function patientOf(data: DataSet): PatientTags {
  return {
    name: nameOf(data.string("x00100010")),
    birthDate: data.string("x00100030")?.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"),
    patientID: data.string("x00100020"),
  };
}

/** "Family^Given^Middle^Prefix^Suffix" (DICOM PS3.5, 6.2.1.1), without what other scripts repeat behind "=". */
function nameOf(value: string | undefined): string | undefined {
  const [family, given, middle] = (value?.split("=")[0] ?? "").split("^").map((part) => part.trim());
  const name = [given, middle, family].filter((part) => part !== undefined && part !== "").join(" ");
  return name === "" ? undefined : name;
}

/** @throws RefusedDrawing `damaged`, `too-many-pixels`, `compressed` */
export function layoutOf(data: DataSet): FrameLayout {
  const rows = data.uint16("x00280010") ?? 0;
  const columns = data.uint16("x00280011") ?? 0;
  if (rows * columns > MAX_PIXELS) throw new RefusedDrawing("too-many-pixels");
  const photometric = data.string("x00280004") ?? "MONOCHROME2";
  const isColour = photometric === "RGB";
  if (!isColour && !photometric.startsWith("MONOCHROME")) throw new RefusedDrawing("compressed");
  const bits = data.uint16("x00280100");
  const pixels = data.elements["x7fe00010"];
  if ((bits !== 8 && bits !== 16) || (isColour && bits !== 8) || pixels === undefined) {
    throw new RefusedDrawing("damaged");
  }
  const bitsStored = data.uint16("x00280101") ?? bits;
  const layout: FrameLayout = {
    rows,
    columns,
    frameCount: Math.max(1, data.intString("x00280008") ?? 1),
    isColour,
    sizeBytes: bits === 8 ? 1 : 2,
    bitsStored,
    highBit: data.uint16("x00280102") ?? bitsStored - 1,
    isSigned: data.uint16("x00280103") === 1,
    isPlanar: data.uint16("x00280006") === 1,
    isInverted: photometric === "MONOCHROME1",
    slope: data.floatString("x00281053") ?? 1,
    intercept: data.floatString("x00281052") ?? 0,
    range: rangeOf(data),
    offsetBytes: pixels.dataOffset,
  };
  const isWhole =
    layout.bitsStored > 0 &&
    layout.bitsStored <= bits &&
    layout.highBit < bits &&
    layout.highBit + 1 >= layout.bitsStored &&
    frameSizeBytes(layout) > 0 &&
    frameSizeBytes(layout) * layout.frameCount <= pixels.length;
  if (!isWhole) throw new RefusedDrawing("damaged");
  return layout;
}

export function frameSizeBytes({ rows, columns, sizeBytes, isColour }: FrameLayout): number {
  return rows * columns * sizeBytes * (isColour ? 3 : 1);
}

function rangeOf(data: DataSet): GreyRange | undefined {
  const center = data.floatString("x00281050");
  const width = data.floatString("x00281051");
  return center === undefined || width === undefined || !(width >= 1) ? undefined : { center, width };
}
