import type { DocumentView, MediaType, SubmissionID } from "@postern/contract";
import { createSignal, type Accessor } from "solid-js";
import { MAX_DRAWN_BYTES } from "./drawing/limits.ts";
import { makeDrawing, type Drawing } from "./drawing/make-drawing.ts";
import {
  RefusedDrawing,
  type DrawablePages,
  type Drawn,
  type GreyRange,
  type ReadText,
  type Refusal,
} from "./drawing/protocol.ts";
import type { OpeningPage } from "./create-opening.ts";

/** Types whose pixels browsers can draw; of HEIC only some. */
export const PICTURE_TYPES: readonly MediaType[] = ["image/png", "image/jpeg", "image/webp", "image/heic"];
/** All that is shown here. */
export const SHOWN_TYPES: readonly MediaType[] = [
  ...PICTURE_TYPES,
  "application/pdf",
  "application/dicom",
  "text/plain",
];

/** One page of an open document: its pixels, or why there are none. */
export type Sheet = { readonly drawn: Drawn } | { readonly why: Refusal };

/** A document that is open: pages, or text. */
export type OpenContent = OpenSheets | ReadText;

/** An open document of pages, and the page of it that is shown. */
export interface OpenSheets extends DrawablePages {
  readonly sheet: Accessor<Sheet>;
  /** From 0. */
  readonly index: Accessor<number>;
  /** The greys of a scan; absent for anything else. */
  readonly range: Accessor<GreyRange | undefined>;
  /** @returns whether there is such a page */
  turnTo(index: number): boolean;
  chooseRange(range: GreyRange): void;
  /** Draws any page once more, in the greys that are chosen, for paper. @throws RefusedDrawing */
  draw(index: number): Promise<Drawn>;
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
  ): Promise<OpenContent> {
    if (document.sealedSizeBytes > MAX_DRAWN_BYTES) throw new RefusedDrawing("too-large");
    const own = startDrawing();
    drawing = own;
    const { port1, port2 } = new MessageChannel();
    try {
      const [drawable] = await Promise.all([
        own.open(mediaType, port2),
        deliver(submissionID, document, port1),
      ]);
      if (drawable.kind === "pages") return sheetsOf(own, drawable, { drawn: await own.draw(0) });
      own.stop();
      return drawable;
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

function sheetsOf(drawing: Drawing, drawable: DrawablePages, first: Sheet): OpenSheets {
  const { least: _least, most: _most, ...given } = drawable.scan?.range ?? { least: 0, most: 0 };
  const [sheet, setSheet] = createSignal<Sheet>(first);
  const [index, setIndex] = createSignal(0);
  const [range, setRange] = createSignal<GreyRange | undefined>("width" in given ? given : undefined);
  let isDrawing = false;
  let isStale = false;

  /** One at a time: what a slider passes while a page is being drawn is not drawn. */
  async function redraw(): Promise<void> {
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
      if (next < 0 || next >= drawable.pageCount) return false;
      if (next === index()) return true;
      setIndex(next);
      void redraw();
      return true;
    },
    chooseRange(next) {
      setRange(next);
      void redraw();
    },
    draw: (which) => drawing.draw(which, range()),
  };
}

async function sheetOf(drawing: Promise<Drawn>): Promise<Sheet> {
  try {
    return { drawn: await drawing };
  } catch (error) {
    return { why: error instanceof RefusedDrawing ? error.why : "damaged" };
  }
}
