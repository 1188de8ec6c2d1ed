import "../../../strict-parsing.ts";
import { SNIFF_SIZE_BYTES, sniffMediaType, type MediaType } from "@postern/contract";
import {
  RefusedDrawing,
  type Drawer,
  type DrawingAnswer,
  type DrawingRequest,
  type ReadText,
} from "./protocol.ts";

/**
 * Draws one document. What a stranger sent is read in here and nowhere else: this worker has no key and no session,
 * and the policy of its own file (`infra/policy/headers.ts`) lets it reach nothing but scripts of the portal.
 */
let drawer: Drawer | undefined;

self.addEventListener("message", ({ data }: MessageEvent<DrawingRequest>) => {
  // The library that draws PDF listens here, too; what it posts to itself is not for us.
  if (data.type === "open" || data.type === "draw") void answer(data);
});

async function answer(request: DrawingRequest): Promise<void> {
  const { id } = request;
  try {
    if (request.type === "open") {
      const read = await open(request);
      if (read.kind === "text") return tell({ type: "opened", id, drawable: read });
      drawer = read;
      const { kind, pageCount, scan } = drawer;
      tell({ type: "opened", id, drawable: { kind, pageCount, scan } });
    } else {
      if (drawer === undefined) throw new RefusedDrawing("damaged");
      const drawn = await drawer.draw(request.index, request.range);
      tell({ type: "drawn", id, drawn }, [drawn.bitmap]);
    }
  } catch (error) {
    tell({ type: "refused", id, why: error instanceof RefusedDrawing ? error.why : "damaged" });
  }
}

type Opened = Drawer | ReadText;

async function open({ id, mediaType, port }: Extract<DrawingRequest, { type: "open" }>): Promise<Opened> {
  const bytes = await arriving(port);
  if (sniffMediaType(bytes.subarray(0, SNIFF_SIZE_BYTES)) !== mediaType)
    throw new RefusedDrawing("other-kind");
  const read = await readerOf(mediaType);
  tell({ type: "begun", id });
  return read(bytes);
}

async function readerOf(
  mediaType: MediaType,
): Promise<(bytes: Uint8Array<ArrayBuffer>) => Opened | Promise<Opened>> {
  if (mediaType === "application/pdf") return (await import("./pdf.ts")).readPDF;
  if (mediaType === "application/dicom") return (await import("./scan.ts")).readScan;
  if (mediaType === "text/plain") return (await import("./text.ts")).readText;
  return (await import("./picture.ts")).readPicture;
}

/** The worker that opens sends the document here without the page in between. */
async function arriving(port: MessagePort): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve) => {
    port.addEventListener(
      "message",
      ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => {
        port.close();
        resolve(data);
      },
      { once: true },
    );
    port.start();
  });
}

function tell(message: DrawingAnswer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
