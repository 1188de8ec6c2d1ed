import { MAX_PIXELS } from "./limits.ts";
import { RefusedDrawing } from "./protocol.ts";

interface CanvasAndContext {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** Canvases for the PDF library that need no page: it makes some for patterns and transparent groups. */
export class OwnCanvases {
  create(width: number, height: number): CanvasAndContext {
    refuseTooLarge(width, height);
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext("2d", { willReadFrequently: true }) };
  }
  reset({ canvas }: CanvasAndContext, width: number, height: number): void {
    refuseTooLarge(width, height);
    if (canvas === null) return;
    canvas.width = width;
    canvas.height = height;
  }
  destroy(held: CanvasAndContext): void {
    if (held.canvas !== null) held.canvas.width = held.canvas.height = 0;
    held.canvas = null;
    held.context = null;
  }
}

function refuseTooLarge(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new RefusedDrawing("damaged");
  if (width * height > MAX_PIXELS) throw new RefusedDrawing("too-many-pixels");
}

/** The library's filters are drawn by SVG elements of a page, and there is none. */
export class OwnFilters {
  addFilter = none;
  addHCMFilter = none;
  addAlphaFilter = none;
  addLuminosityFilter = none;
  addHighlightHCMFilter = none;
  destroy(): void {
    // Nothing is held.
  }
}

function none(): string {
  return "none";
}

/** Where the library's fonts and decoders come from: scripts of ours, because this worker may fetch nothing. */
export class OwnData {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const load = DATA[filename];
    if (load === undefined) throw new Error(`no such part: ${filename}`);
    const { default: address } = await load();
    const text = atob(address.slice(address.indexOf(",") + 1));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }
}

type Load = () => Promise<{ readonly default: string }>;

/**
 * The fonts that a PDF may use without bringing them (ISO 32000-1, 9.6.2.2), and the decoders of JBIG2 and JPEG 2000.
 */
const DATA: Readonly<Record<string, Load>> = {
  "FoxitDingbats.pfb": () => import("pdfjs-dist/standard_fonts/FoxitDingbats.pfb?url&inline"),
  "FoxitFixed.pfb": () => import("pdfjs-dist/standard_fonts/FoxitFixed.pfb?url&inline"),
  "FoxitFixedBold.pfb": () => import("pdfjs-dist/standard_fonts/FoxitFixedBold.pfb?url&inline"),
  "FoxitFixedBoldItalic.pfb": () => import("pdfjs-dist/standard_fonts/FoxitFixedBoldItalic.pfb?url&inline"),
  "FoxitFixedItalic.pfb": () => import("pdfjs-dist/standard_fonts/FoxitFixedItalic.pfb?url&inline"),
  "FoxitSerif.pfb": () => import("pdfjs-dist/standard_fonts/FoxitSerif.pfb?url&inline"),
  "FoxitSerifBold.pfb": () => import("pdfjs-dist/standard_fonts/FoxitSerifBold.pfb?url&inline"),
  "FoxitSerifBoldItalic.pfb": () => import("pdfjs-dist/standard_fonts/FoxitSerifBoldItalic.pfb?url&inline"),
  "FoxitSerifItalic.pfb": () => import("pdfjs-dist/standard_fonts/FoxitSerifItalic.pfb?url&inline"),
  "FoxitSymbol.pfb": () => import("pdfjs-dist/standard_fonts/FoxitSymbol.pfb?url&inline"),
  "LiberationSans-Regular.ttf": () =>
    import("pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf?url&inline"),
  "LiberationSans-Bold.ttf": () => import("pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf?url&inline"),
  "LiberationSans-Italic.ttf": () => import("pdfjs-dist/standard_fonts/LiberationSans-Italic.ttf?url&inline"),
  "LiberationSans-BoldItalic.ttf": () =>
    import("pdfjs-dist/standard_fonts/LiberationSans-BoldItalic.ttf?url&inline"),
  "jbig2.wasm": () => import("pdfjs-dist/wasm/jbig2.wasm?url&inline"),
  "openjpeg.wasm": () => import("pdfjs-dist/wasm/openjpeg.wasm?url&inline"),
};
