import { AnnotationMode, getDocument, VerbosityLevel, type PDFDocumentProxy } from "pdfjs-dist";
import * as parser from "pdfjs-dist/build/pdf.worker.mjs";
import { MAX_PIXELS } from "./limits.ts";
import { OwnCanvases, OwnData, OwnFilters } from "./pdf-parts.ts";
import { RefusedDrawing, type Drawer, type Drawn } from "./protocol.ts";

/** Points are 1/72 inch, CSS pixels are 1/96. */
const CSS_PIXELS_PER_POINT = 96 / 72;
/** So that a page can be enlarged without becoming coarse. */
const SHARPNESS = 2;
/** Enough for a page of A4 at that sharpness three times over, and quick to draw. */
const MAX_PAGE_PIXELS = 12_000_000;

/** Where the library looks for its parser before it would start a worker of its own: it is to run in this one. */
Object.assign(globalThis, { pdfjsWorker: parser });

/**
 * Reads a PDF so that it can be drawn and do nothing: no script, no XFA, no links; of forms and notes only the looks
 * that are stored in the file, since a filled-in field has no other.
 *
 * @throws RefusedDrawing `password`
 */
export async function readPDF(bytes: Uint8Array<ArrayBuffer>): Promise<Drawer> {
  const document = await opened(bytes);
  return { kind: "pages", pageCount: document.numPages, draw: (index) => drawPage(document, index) };
}

async function opened(data: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  try {
    return await getDocument({
      data,
      isEvalSupported: false,
      enableXfa: false,
      disableAutoFetch: true,
      disableStream: true,
      disableRange: true,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      isImageDecoderSupported: false,
      maxImageSize: MAX_PIXELS,
      canvasMaxAreaInBytes: MAX_PIXELS * 4,
      verbosity: VerbosityLevel.ERRORS,
      CanvasFactory: OwnCanvases,
      FilterFactory: OwnFilters,
      BinaryDataFactory: OwnData,
    }).promise;
  } catch (error) {
    const needsPassword = error instanceof Error && error.name === "PasswordException";
    throw new RefusedDrawing(needsPassword ? "password" : "damaged", error);
  }
}

async function drawPage(document: PDFDocumentProxy, index: number): Promise<Drawn> {
  const page = await document.getPage(index + 1);
  const natural = page.getViewport({ scale: CSS_PIXELS_PER_POINT });
  const area = natural.width * natural.height;
  if (!Number.isFinite(area) || area <= 0) throw new RefusedDrawing("damaged");
  const sharpness = Math.min(SHARPNESS, Math.sqrt(MAX_PAGE_PIXELS / area));
  const viewport = page.getViewport({ scale: CSS_PIXELS_PER_POINT * sharpness });
  const canvas = new OffscreenCanvas(atLeastOne(viewport.width), atLeastOne(viewport.height));
  if (canvas.width * canvas.height > MAX_PIXELS) throw new RefusedDrawing("too-many-pixels");
  const context = canvas.getContext("2d");
  if (context === null) throw new RefusedDrawing("too-many-pixels");
  await page.render({
    canvas: null,
    // Drawing is the same on both; the types know only the page's own.
    canvasContext: context as unknown as CanvasRenderingContext2D,
    viewport,
    annotationMode: AnnotationMode.ENABLE,
    background: "#fff",
  }).promise;
  page.cleanup();
  return { bitmap: canvas.transferToImageBitmap(), width: natural.width, height: natural.height };
}

const atLeastOne = (length: number) => Math.max(1, Math.floor(length));
