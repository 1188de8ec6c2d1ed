import type { SourceFile } from "@postern/client";
import { samplePicture } from "../../scripts/demo/sample-files.ts";

/** A document for the viewer. */
export interface ViewedFile extends SourceFile {
  /** In which it ends when it is not drawn. */
  readonly sentence?: RegExp | undefined;
}

/** What script that ran in the page would have left behind. */
export const MARKER = "hostileScriptRan";
/** Where script that ran would have called. */
const ELSEWHERE = "http://elsewhere.example";
const SCRIPT = `globalThis.${MARKER} = true; app.alert\\(1\\); fetch\\("${ELSEWHERE}/js"\\)`;
const HTML = `<html><script>globalThis.${MARKER} = true; alert(1)</script><img src="${ELSEWHERE}/img"></html>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.${MARKER} = true; alert(1)"/>`;
const PNG_MAGIC = "\x89PNG\r\n\x1a\n";
const DAMAGED = /it is damaged: it cannot be drawn/;

function fileOf(name: string, content: string | Uint8Array, sentence?: RegExp): ViewedFile {
  const bytes = Uint8Array.from(typeof content === "string" ? Buffer.from(content, "latin1") : content);
  return { name, sizeBytes: bytes.length, read: async (start, end) => bytes.slice(start, end), sentence };
}

const stream = (entries: string, content: string) =>
  `<< ${entries} /Length ${content.length} >>\nstream\n${content}\nendstream`;

/** A PDF of numbered objects, the first of which is the catalogue (ISO 32000-1, 7.5). */
function pdfOf(objects: readonly string[], inTrailer = ""): string {
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, "0");
  });
  const entries = offsets.map((offset) => `${offset} 00000 n \n`).join("");
  const size = objects.length + 1;
  const start = text.length;
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R ${inTrailer} >>\nstartxref\n${start}\n%%EOF\n`;
}

const page = (contents: number, more = "") =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents ${contents} 0 R ${more} >>`;
const filled = (colour: string) => stream("", `${colour} rg 0 0 300 400 re f`);

/** A PDF of one red page, with something more in its catalogue, its page, or behind. */
function redPage(inCatalogue: string, inPage = "", objects: readonly string[] = []): string {
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${inCatalogue} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    page(4, inPage),
    filled("1 0 0"),
    ...objects,
  ]);
}

/** Two pages: the first red with words in a font that the file does not bring, the second blue. */
export function twoPages(): ViewedFile {
  const words = stream("", "1 0 0 rg 0 0 300 400 re f 0 g BT /F 24 Tf 20 350 Td (Page one) Tj ET");
  const font = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";
  const content = pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
    page(5, font),
    page(6),
    words,
    filled("0 0 1"),
  ]);
  return fileOf("two-pages.pdf", content);
}

/** A page as fax machines make it: eight white rows (ITU-T T.6), which this picture says are black. */
export function faxPage(): ViewedFile {
  const coding = "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /Rows 8 /BlackIs1 true >>";
  const look = "/Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 1";
  const content = pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    page(4, "/Resources << /XObject << /I 5 0 R >> >>"),
    stream("", "1 0 0 rg 0 0 300 400 re f 300 0 0 400 0 0 cm /I Do"),
    stream(`/Type /XObject /Subtype /Image ${look} ${coding}`, "\xff\x00\x10\x01"),
  ]);
  return fileOf("fax.pdf", content);
}

export function picture(name = "arm.png", width = 1600, height = 900): ViewedFile {
  return fileOf(name, samplePicture(width, height));
}

/** A PDF that is locked by a password that nobody was told (ISO 32000-1, 7.6.3: standard handler, revision 2). */
export function lockedPDF(): ViewedFile {
  const check = `(${"x".repeat(32)})`;
  const lock = `<< /Filter /Standard /V 1 /R 2 /O ${check} /U ${check} /P -4 >>`;
  const content = pdfOf(
    [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      page(4),
      filled("1 0 0"),
    ],
    `/Encrypt ${lock} /ID [(a) (a)]`,
  );
  return fileOf("locked.pdf", content, /This PDF has a password/);
}

/** A photo as iPhones make them, as far as its size; its pixels are none (ISO/IEC 23008-12, 6.5.3). */
export function photoOfPhone(): ViewedFile {
  const extents = "\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x0f\xc0\x00\x00\x0b\xd0";
  const content = `\x00\x00\x00\x14ftypheic\x00\x00\x00\x00heic${extents}\x00\x00\x00\x08mdat`;
  return fileOf("photo.heic", content, /This browser cannot show iPhone photos/);
}

/** A letter with markup and script in it, which are words like all others. */
export function letter(): ViewedFile {
  return fileOf("letter.txt", Buffer.from(`Querida doctora Voss:\n\n${HTML}\n\tSaludos, Año 2026\n`));
}

/** One line without end: more than anybody reads. */
export function endlessLine(sizeBytes: number): ViewedFile {
  return fileOf("line.txt", Buffer.alloc(sizeBytes, "All work and no play. "));
}

/** Begins as a text and goes on as none. */
export function brokenText(): ViewedFile {
  return fileOf("broken.txt", `${"plain words ".repeat(100)}\xff\xfe`, /It is not UTF-8/);
}

/** Forms that draw forms, ten each: a few hundred bytes that would take years to draw. */
function endlessForms(): string {
  const depth = 12;
  const next = (level: number) => `/Resources << /XObject << /F ${level + 5} 0 R >> >>`;
  const forms = Array.from({ length: depth }, (_, level) =>
    stream(
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${level === depth - 1 ? "" : next(level + 1)}`,
      level === depth - 1 ? "0 0 9 9 re f" : "/F Do ".repeat(10),
    ),
  );
  return pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    page(4, next(0)),
    stream("", "/F Do"),
    ...forms,
  ]);
}

/** A header that promises 50,000 by 50,000 pixels: 10 GB when decoded (W3C PNG, 11.2.1). */
function hugePicture(): string {
  const side = "\x00\x00\xc3\x50";
  return `${PNG_MAGIC}\x00\x00\x00\x0dIHDR${side}${side}\x08\x06\x00\x00\x00\x00\x00\x00\x00`;
}

/** A frame header and nothing behind it (ITU-T T.81, B.2.2). */
const cutJPEG =
  "\xff\xd8\xff\xc0\x00\x11\x08\x00\x40\x00\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xda\x00";

/** What strangers could send; each is of a type that we take, by its first bytes. */
export function hostileFiles(): readonly ViewedFile[] {
  const javaScript = `<< /S /JavaScript /JS (${SCRIPT}) >>`;
  const elsewhere = `<< /S /URI /URI (${ELSEWHERE}/uri) >>`;
  const launch = `<< /S /Launch /F (${ELSEWHERE}/launch.exe) /NewWindow true >>`;
  const link = (action: string) =>
    `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 300 400] /A ${action} >>]`;
  const scripted = `/OpenAction ${javaScript} /Names << /JavaScript << /Names [(a) ${javaScript}] >> >>`;
  const attached = "/Names << /EmbeddedFiles << /Names [(a.html) 5 0 R] >> >>";
  const attachment = "<< /Type /Filespec /F (a.html) /EF << /F 6 0 R >> >>";
  const cyclic = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
    "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 2 >>",
  ];
  return [
    fileOf("javascript.pdf", redPage(scripted, `/AA << /O ${javaScript} >> ${link(javaScript)}`)),
    fileOf("launch.pdf", redPage(`/OpenAction ${launch}`, link(elsewhere))),
    fileOf("attachment.pdf", redPage(attached, "", [attachment, stream("/Type /EmbeddedFile", HTML)])),
    fileOf("cyclic.pdf", pdfOf(cyclic), DAMAGED),
    fileOf("endless.pdf", endlessForms(), /took longer than 5 seconds/),
    fileOf("page.pdf", `%PDF-1.7\n${HTML}`, DAMAGED),
    fileOf("huge.png", hugePicture(), /more than 40 million pixels/),
    fileOf("cut.jpg", cutJPEG, DAMAGED),
    fileOf("drawing.png", `${PNG_MAGIC}${SVG}`, DAMAGED),
    lockedPDF(),
    photoOfPhone(),
    brokenText(),
  ];
}

/** Not of a type that we take: it never gets as far as the viewer. */
export function plainSVG(): SourceFile {
  return fileOf("drawing.svg", SVG);
}

/** One element in explicit little endian (DICOM PS3.5, 7.1.2). */
function element(group: number, number: number, type: string, value: string | Uint8Array): Buffer {
  const content = Buffer.from(typeof value === "string" ? Buffer.from(value, "latin1") : value);
  const padded = content.length % 2 === 0 ? content : Buffer.concat([content, Buffer.from(" ")]);
  const isLong = ["OB", "OW"].includes(type);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(type, 4, "latin1");
  if (isLong) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}

const uint16 = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

/** What tells how a scan's pixels lie in its file (DICOM PS3.3, C.7.6.3). */
interface PixelFacts {
  readonly photometric: "MONOCHROME2" | "RGB";
  readonly side: number;
  readonly frames: number;
  readonly bits: 8 | 16;
  readonly bitsStored: number;
  /** Of what stands between the sizes and the pixels. */
  readonly more?: readonly Buffer[];
  readonly pixels: Uint8Array;
}

function scanOf(syntax: string, facts: PixelFacts): Buffer {
  const { photometric, side, frames, bits, bitsStored, more = [], pixels } = facts;
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(0x0002, 0x0010, "UI", `${syntax}\0`),
    element(0x0010, 0x0010, "PN", "Nilsson^Otto"),
    element(0x0010, 0x0020, "LO", "A-1"),
    element(0x0010, 0x0030, "DA", "19880417"),
    element(0x0028, 0x0002, "US", uint16(photometric === "RGB" ? 3 : 1)),
    element(0x0028, 0x0004, "CS", photometric),
    ...(photometric === "RGB" ? [element(0x0028, 0x0006, "US", uint16(0))] : []),
    element(0x0028, 0x0008, "IS", String(frames)),
    element(0x0028, 0x0010, "US", uint16(side)),
    element(0x0028, 0x0011, "US", uint16(side)),
    element(0x0028, 0x0100, "US", uint16(bits)),
    element(0x0028, 0x0101, "US", uint16(bitsStored)),
    element(0x0028, 0x0102, "US", uint16(bitsStored - 1)),
    element(0x0028, 0x0103, "US", uint16(0)),
    ...more,
    element(0x7fe0, 0x0010, bits === 8 ? "OB" : "OW", pixels),
  ]);
}

const PLAIN_SYNTAX = "1.2.840.10008.1.2.1";

/** A scan of another patient: two frames of 12 bits, left half 0, right half 1000 and then 2000. */
export function scan(name: string, isCompressed = false): ViewedFile {
  const side = 64;
  const values = Array.from({ length: 2 * side * side }, (_, at) => {
    const isRight = at % side >= side / 2;
    return isRight ? (at < side * side ? 1000 : 2000) : 0;
  });
  const content = scanOf(isCompressed ? "1.2.840.10008.1.2.4.70" : PLAIN_SYNTAX, {
    photometric: "MONOCHROME2",
    side,
    frames: 2,
    bits: 16,
    bitsStored: 12,
    more: [element(0x0028, 0x1050, "DS", "1000"), element(0x0028, 0x1051, "DS", "2001")],
    pixels: uint16(...values),
  });
  return fileOf(name, content);
}

/** One frame of 8 bits that says nothing of its greys: the left half is 50, the right half 150. */
export function greyScan(): ViewedFile {
  const side = 32;
  const pixels = Uint8Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 50 : 150));
  const facts = { photometric: "MONOCHROME2", side, frames: 1, bits: 8, bitsStored: 8, pixels } as const;
  return fileOf("grey.dcm", scanOf(PLAIN_SYNTAX, facts));
}

/** One frame in colour: the left half is red, the right half blue. */
export function colourScan(): ViewedFile {
  const side = 32;
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const isLeft = Math.floor(at / 3) % side < side / 2;
    return at % 3 === (isLeft ? 0 : 2) ? 255 : 0;
  });
  const facts = { photometric: "RGB", side, frames: 1, bits: 8, bitsStored: 8, pixels } as const;
  return fileOf("colour.dcm", scanOf(PLAIN_SYNTAX, facts));
}
