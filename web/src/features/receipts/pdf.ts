/** One line of a page. */
export interface PdfLine {
  readonly text: string;
  readonly style: "title" | "heading" | "text" | "small";
  /** Space above it, in points. */
  readonly above?: number;
  /** Stands on one page with the line after it. */
  readonly isHeld?: boolean;
}

/** US Letter, in points of 1/72 inch. */
const WIDTH = 612;
const HEIGHT = 792;
const MARGIN = 54;
/** Courier's letters are all 0.6 of its size wide, so that lines can be broken without a table of widths. */
const STYLES = {
  title: { font: "F2", size: 20, leading: 28 },
  heading: { font: "F2", size: 11, leading: 16 },
  text: { font: "F1", size: 9.5, leading: 13 },
  small: { font: "F1", size: 8, leading: 11 },
} as const;
const COURIER_WIDTH = 0.6;

/** How many letters of a style a line holds; for Courier only. */
export const lettersIn = (style: "text" | "small"): number =>
  Math.floor((WIDTH - 2 * MARGIN) / (STYLES[style].size * COURIER_WIDTH));

/**
 * A PDF of text (ISO 32000-1), with fonts that every reader has. Breaks no lines; begins a new page where one is full.
 *
 * @param foot the last line of each page
 */
export function pdfOf(
  lines: readonly PdfLine[],
  {
    title,
    language,
    foot,
  }: { title: string; language: string; foot: (page: number, pages: number) => string },
): Uint8Array<ArrayBuffer> {
  const pages = paged(lines);
  const streams = pages.map((page, at) => content(page, foot(at + 1, pages.length)));
  const firstPage = 6;
  const kids = streams.map((_, at) => `${firstPage + 2 * at} 0 R`).join(" ");
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Lang ${text(language)} /ViewerPreferences << /DisplayDocTitle true >> >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${streams.length} >>`,
    font("Courier"),
    font("Helvetica-Bold"),
    `<< /Title ${text(title)} /Producer (Postern) >>`,
    ...streams.flatMap((stream, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${firstPage + 2 * at + 1} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    ]),
  ];
  return bytesOf(file(objects));
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

const heightOf = ({ style, above = 0 }: PdfLine): number => STYLES[style].leading + above;

function paged(lines: readonly PdfLine[]): PdfLine[][] {
  const pages: PdfLine[][] = [[]];
  const room = HEIGHT - 2 * MARGIN - STYLES.small.leading * 2;
  let used = 0;
  for (const [at, line] of lines.entries()) {
    const height = heightOf(line);
    const next = lines[at + 1];
    const held = line.isHeld === true && next !== undefined ? heightOf(next) : 0;
    if (used + height + held > room) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(line);
    used += height;
  }
  return pages;
}

function content(lines: readonly PdfLine[], foot: string): string {
  let y = HEIGHT - MARGIN;
  const drawn = lines.map((line) => {
    y -= heightOf(line);
    return draw(line.text, line.style, y);
  });
  return [...drawn, draw(foot, "small", MARGIN)].join("\n");
}

function draw(line: string, style: PdfLine["style"], y: number): string {
  const { font: name, size } = STYLES[style];
  return `BT /${name} ${size} Tf 1 0 0 1 ${MARGIN} ${y.toFixed(2)} Tm ${text(line)} Tj ET`;
}

/** The file: all objects in order, then where each begins. Every character is one byte. */
function file(objects: readonly string[]): string {
  let all = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
  const offsets = objects.map((object, at) => {
    const offset = all.length;
    all += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  return `${all}xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${all.length}\n%%EOF\n`;
}

/** Where WinAnsi is not Latin-1, as much as our own words use. */
const WIN_ANSI: Readonly<Record<string, string>> = {
  "€": "\x80",
  "…": "\x85",
  "‘": "\x91",
  "’": "\x92",
  "“": "\x93",
  "”": "\x94",
  "–": "\x96",
  "—": "\x97",
};

/** A literal string; what the fonts do not have is a question mark. */
function text(value: string): string {
  const letters = Array.from(value.normalize("NFC"), (letter) => {
    const byte = WIN_ANSI[letter] ?? letter;
    return /^[\x20-\x7E\x80-\xFF]$/.test(byte) ? byte : "?";
  });
  return `(${letters.join("").replace(/[\\()]/g, "\\$&")})`;
}

function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
