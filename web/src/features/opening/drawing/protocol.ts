import type { MediaType } from "@postern/contract";
import type { PatientTags } from "./scan-header.ts";

/** Which raw values a scan shows, from black to white: DICOM PS3.3, C.11.2. */
export interface GreyRange {
  readonly center: number;
  readonly width: number;
}

/** What the worker makes of a document: pages that are drawn, or text that is read. */
export type Drawable = DrawablePages | ReadText;

/** A document that can be drawn, page by page; a picture has one page, a scan has one for each frame. */
export interface DrawablePages {
  readonly kind: "pages";
  readonly pageCount: number;
  readonly scan?: ScanFacts | undefined;
}

/** Plain text; nothing in it is ever taken for markup. */
export interface ReadText {
  readonly kind: "text";
  readonly text: string;
  /** Of the text that is here, and of the whole document: the two differ where it was cut. */
  readonly shownBytes: number;
  readonly sizeBytes: number;
}

export interface ScanFacts {
  readonly patient: PatientTags;
  /** Absent for frames in colour. */
  readonly range?: (GreyRange & { readonly least: number; readonly most: number }) | undefined;
}

/** The pixels of one page, and its size at 100 %, in CSS pixels. */
export interface Drawn {
  readonly bitmap: ImageBitmap;
  readonly width: number;
  readonly height: number;
}

/**
 * Why a document is not drawn. `damaged` opened as what was sent, but what was sent is not whole; `other-kind` is not
 * what its sender's list says; `no-decoder` is a picture that this browser cannot decode, though others can.
 */
export type Refusal =
  | "too-many-pixels"
  | "too-large"
  | "other-kind"
  | "damaged"
  | "password"
  | "compressed"
  | "no-decoder"
  | "not-text"
  | "too-slow";

/** What is asked of the worker that draws. `id` comes back with the answer; the document comes by `port`. */
export type DrawingRequest =
  | { readonly type: "open"; readonly id: number; readonly mediaType: MediaType; readonly port: MessagePort }
  | { readonly type: "draw"; readonly id: number; readonly index: number; readonly range?: GreyRange };

export type DrawingAnswer =
  /** The document and the code that reads it have arrived: from here on it is the document that takes time. */
  | { readonly type: "begun"; readonly id: number }
  | { readonly type: "opened"; readonly id: number; readonly drawable: Drawable }
  | { readonly type: "drawn"; readonly id: number; readonly drawn: Drawn }
  | { readonly type: "refused"; readonly id: number; readonly why: Refusal };

/** Lets a refusal be thrown as other failures are. */
export class RefusedDrawing extends Error {
  override readonly name = "RefusedDrawing";
  readonly why: Refusal;

  constructor(why: Refusal, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

/** A document inside the worker that draws it. @throws RefusedDrawing; any other error means that it is damaged */
export interface Drawer extends DrawablePages {
  draw(index: number, range?: GreyRange): Promise<Drawn>;
}
