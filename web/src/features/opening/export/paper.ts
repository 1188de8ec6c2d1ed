import type { Drawn } from "../drawing/protocol.ts";

/** 300 dots an inch on Letter and A4 with their margins; more is not seen on paper. */
const MAX_PAPER_PIXELS = 8_000_000;
/** Of the page's width, so that it is as large on a small picture as on a large one. */
const LETTER_SHARE = 0.022;
const SLANT = -Math.PI / 7.5;

/** A page's pixels under a watermark that cannot be taken off again, as a picture to be printed. */
export async function paperOf({ bitmap }: Drawn, mark: string): Promise<Blob> {
  const scale = Math.min(1, Math.sqrt(MAX_PAPER_PIXELS / (bitmap.width * bitmap.height)));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new RangeError("there is no room for this page");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  paintMark(context, mark, { width, height });
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}

function paintMark(
  context: OffscreenCanvasRenderingContext2D,
  mark: string,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const letter = Math.max(9, width * LETTER_SHARE);
  context.font = `${letter}px sans-serif`;
  context.globalAlpha = 0.3;
  context.lineWidth = letter / 8;
  context.strokeStyle = "#fff";
  context.fillStyle = "#000";
  const [stepX, stepY] = [context.measureText(mark).width + 4 * letter, 7 * letter];
  const reach = Math.hypot(width, height);
  context.translate(width / 2, height / 2);
  context.rotate(SLANT);
  for (let y = -reach / 2; y < reach / 2; y += stepY) {
    for (let x = -reach / 2; x < reach / 2; x += stepX) {
      context.strokeText(mark, x, y);
      context.fillText(mark, x, y);
    }
  }
}
