import { randomBytes } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { OpenedFile } from "@postern/cli/node-file";

/** Two files to show: a picture and a page. */
export function sampleFiles(): readonly OpenedFile[] {
  return [inMemory("skin-photo.png", samplePicture(960, 720)), inMemory("referral-letter.pdf", samplePage())];
}

function inMemory(name: string, bytes: Uint8Array<ArrayBuffer>): OpenedFile {
  return {
    name,
    sizeBytes: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    close: async () => undefined,
  };
}

/** A PNG of a colour gradient with noise, so that it does not compress away (W3C PNG, RGB of 8 bits). */
export function samplePicture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const noise = randomBytes(width * height);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain = (noise[y * width + x] ?? 0) & 15;
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows.writeUInt8(200 + grain, at);
      rows.writeUInt8(130 + Math.floor((60 * y) / height) + grain, at + 1);
      rows.writeUInt8(90 + Math.floor((90 * x) / width) + grain, at + 2);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return joined([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PDF of one page with one line of text and a right cross-reference table (ISO 32000-1, 7.5). */
export function samplePage(): Uint8Array<ArrayBuffer> {
  const content = "BT /F1 18 Tf 72 720 Td (Referral: please see the enclosed photo.) Tj ET";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return joined([Buffer.from(text, "latin1")]);
}

function joined(pieces: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(pieces));
}
