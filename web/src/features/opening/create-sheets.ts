import type { DocumentView, MediaType, SubmissionID } from "@postern/contract";
import { createSignal, type Accessor } from "solid-js";
import { MAX_DRAWN_BYTES } from "./drawing/limits.ts";
import { makeDrawing, type Drawing } from "./drawing/make-drawing.ts";
import {
  RefusedDrawing,
  type Drawable,
  type Drawn,
  type GreyRange,
  type Refusal,
} from "./drawing/protocol.ts";
import type { OpeningPage } from "./create-opening.ts";

/** Types whose pixels every browser can draw. */
export const PICTURE_TYPES: readonly MediaType[] = ["image/png", "image/jpeg", "image/webp"];
/** All that is drawn here. */
export const DRAWN_TYPES: readonly MediaType[] = [...PICTURE_TYPES, "application/pdf", "application/dicom"];

/** One page of an open document: its pixels, or why there are none. */
export type Sheet = { readonly drawn: Drawn } | { readonly why: Refusal };

/** An open document, and the page of it that is shown. */
export interface OpenSheets extends Drawable {
  readonly sheet: Accessor<Sheet>;
  /** From 0. */
  readonly index: Accessor<number>;
  /** The greys of a scan; absent for anything else. */
  readonly range: Accessor<GreyRange | undefined>;
  turnTo(index: number): void;
  chooseRange(range: GreyRange): void;
}

/** Draws one document at a time, each in a worker of its own, which ends with it. */
export function createSheets(deliver: OpeningPage["deliver"]) {
  let drawing: Drawing | undefined;

  function close(): void {
    drawing?.stop();
    drawing = undefined;
  }

  /** @throws RefusedDrawing when it is not drawn; TroubleError when it was not opened */
  async function open(
    submissionID: SubmissionID,
    document: DocumentView,
    mediaType: MediaType,
  ): Promise<OpenSheets> {
    if (document.sealedSizeBytes > MAX_DRAWN_BYTES) throw new RefusedDrawing("too-large");
    const own = startDrawing();
    drawing = own;
    const { port1, port2 } = new MessageChannel();
    try {
      const [drawable] = await Promise.all([
        own.open(mediaType, port2),
        deliver(submissionID, document, port1),
      ]);
      return sheetsOf(own, drawable, { drawn: await own.draw(0) });
    } catch (error) {
      own.stop();
      throw error;
    }
  }

  return { open, close };
}

function startDrawing(): Drawing {
  return makeDrawing(
    new Worker(new URL("./drawing/viewer-worker.ts", import.meta.url), { type: "module", name: "viewer" }),
  );
}

function sheetsOf(drawing: Drawing, drawable: Drawable, first: Sheet): OpenSheets {
  const { least: _least, most: _most, ...given } = drawable.scan?.range ?? { least: 0, most: 0 };
  const [sheet, setSheet] = createSignal<Sheet>(first);
  const [index, setIndex] = createSignal(0);
  const [range, setRange] = createSignal<GreyRange | undefined>("width" in given ? given : undefined);
  let isDrawing = false;
  let isStale = false;

  /** One at a time: what a slider passes while a page is being drawn is not drawn. */
  async function draw(): Promise<void> {
    isStale = true;
    if (isDrawing) return;
    isDrawing = true;
    while (isStale) {
      isStale = false;
      const next = await sheetOf(drawing.draw(index(), range()));
      if (!isStale) setSheet(next);
    }
    isDrawing = false;
  }

  return {
    ...drawable,
    sheet,
    index,
    range,
    turnTo(next) {
      if (next < 0 || next >= drawable.pageCount || next === index()) return;
      setIndex(next);
      void draw();
    },
    chooseRange(next) {
      setRange(next);
      void draw();
    },
  };
}

async function sheetOf(drawing: Promise<Drawn>): Promise<Sheet> {
  try {
    return { drawn: await drawing };
  } catch (error) {
    return { why: error instanceof RefusedDrawing ? error.why : "damaged" };
  }
}
