import type { FactDifference } from "@postern/client";
import type { MediaType } from "@postern/contract";
import type { PictureRefusal } from "./protocol.ts";

export const OPENING_WORDS = {
  viewer: "Document viewer",
  view: "View",
  nothing: "Open a document from the list to see it here. Each time is logged, and the patient can see it.",
  opening: (name: string) => `Opening ${name}`,
  actualSize: "Actual size",
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

export const REFUSAL_WORDS: Readonly<Record<PictureRefusal, string>> = {
  "too-many-pixels": "This picture has more than 40 million pixels. It is too large to draw here.",
  "too-large": "This picture is too large to show here.",
  "no-picture": "This is not the kind of picture that its sender’s list says.",
  damaged: "This picture opened as it was sent, but it is damaged: it cannot be drawn.",
};

/** Refusals that the sender can mend by sending again. */
export function isMendable(why: PictureRefusal): boolean {
  return why === "no-picture" || why === "damaged";
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
