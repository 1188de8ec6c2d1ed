import type { FactDifference } from "@postern/client";
import type { MediaType } from "@postern/contract";
import type { Refusal } from "./drawing/protocol.ts";

export const OPENING_WORDS = {
  viewer: "Document viewer",
  view: "View",
  nothing: "Open a document from the list to see it here. Each time is logged, and the patient can see it.",
  opening: (name: string) => `Opening ${name}`,
  viewKeys:
    "Arrow keys move the page, + and − zoom, 0 fits it, 1 shows its actual size, R rotates, [ and ] turn pages.",
  controls: "View controls",
  zoom: "Zoom",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Fit",
  actualSize: "Actual size",
  rotate: "Rotate right",
  adjust: "Adjust",
  brightness: "Brightness",
  contrast: "Contrast",
  windowCenter: "Window center",
  windowWidth: "Window width",
  previousPage: "Previous page",
  nextPage: "Next page",
  pageCount: (page: number, count: number) => `Page ${page} of ${count}`,
  pageOf: (name: string, page: number) => `${name}, page ${page}`,
  previousFrame: "Previous frame",
  nextFrame: "Next frame",
  frameOf: (name: string, frame: number) => `${name}, frame ${frame}`,
  frameCount: (frame: number, count: number) => `Frame ${frame} of ${count}`,
  scanPatient: "Whose scan it is",
  scanPatientID: "Patient ID",
  inScan: "In the scan",
  inRecord: "In our record",
  born: "Born",
  notSaid: "Not said",
  differs: "differs",
  otherPatient: "The scan names another patient than our record. Make sure whose it is before you decide.",
  notShown: "This kind cannot be shown here yet.",
  name: "Name",
  type: "Type",
  size: "Size",
  report: "Report unreadable",
  reportText: "Reporting puts the document aside and returns the task: the sender is asked to send it again.",
  reported: "Reported. The task went back to its sender, who is asked to send the document again.",
} as const;

export const MEDIA_WORDS: Readonly<Record<MediaType, string>> = {
  "image/jpeg": "Photo (JPEG)",
  "image/png": "Picture (PNG)",
  "image/webp": "Picture (WebP)",
  "image/heic": "iPhone photo (HEIC)",
  "application/pdf": "PDF",
  "application/dicom": "Scan (DICOM)",
};

export const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  "too-many-pixels": "This has more than 40 million pixels. It is too large to draw here.",
  "too-large": "This is larger than 256 MB. It is too large to show here.",
  "other-kind": "This is not the kind of document that its sender’s list says.",
  damaged: "This opened as it was sent, but it is damaged: it cannot be drawn.",
  password: "This PDF has a password, so it cannot be shown. Ask the sender for one without a password.",
  compressed:
    "This scan is stored in a way that cannot be shown here, most often compressed. It is not damaged.",
  "too-slow": "Drawing this took longer than 5 seconds, so we stopped it. Nothing else is affected.",
};

/** Refusals that the sender can mend by sending again. */
export function isMendable(why: Refusal): boolean {
  return why === "other-kind" || why === "damaged" || why === "password";
}

const FACT_WORDS: Readonly<Record<FactDifference["fact"], string>> = {
  kind: "kind",
  locationID: "location",
  service: "service",
  urgency: "urgency",
};

/** Where the sealed list and our record do not agree. */
export function differenceWords({ fact, sealed, recorded }: FactDifference): string {
  return `The ${FACT_WORDS[fact]}: the sender sealed “${sealed ?? "none"}”, our record says “${recorded ?? "none"}”.`;
}
