import type { FactDifference } from "@postern/client";
import type { MediaType } from "@postern/contract";
import { counting } from "../../lib/language.ts";
import type { Refusal } from "./drawing/protocol.ts";

const count = counting("en");

const media: Readonly<Record<MediaType, string>> = {
  "image/jpeg": "Photo (JPEG)",
  "image/png": "Picture (PNG)",
  "image/webp": "Picture (WebP)",
  "image/heic": "iPhone photo (HEIC)",
  "application/pdf": "PDF",
  "application/dicom": "Scan (DICOM)",
  "text/plain": "Plain text",
};

const refusals: Readonly<Record<Refusal, string>> = {
  "too-many-pixels": "This has more than 40 million pixels. It is too large to draw here.",
  "too-large": "This is larger than 256 MB. It is too large to show here.",
  "other-kind": "This is not the kind of document that its sender’s list says.",
  damaged: "This opened as it was sent, but it is damaged: it cannot be drawn.",
  password: "This PDF has a password, so it cannot be shown. Ask the sender for one without a password.",
  compressed:
    "This scan is stored in a way that cannot be shown here, most often compressed. It is not damaged.",
  "no-decoder": "This browser cannot show iPhone photos of this kind. The photo is not damaged.",
  "not-text": "This text is written in letters that we cannot read. It is not UTF-8.",
  "too-slow": "Drawing this took longer than 5 seconds, so we stopped it. Nothing else is affected.",
};

const facts: Readonly<Record<FactDifference["fact"], string>> = {
  kind: "kind",
  locationID: "location",
  service: "service",
  urgency: "urgency",
};

/** Where whoever sent the files himself is told something else than the care team. */
const sender = {
  viewer: "File viewer",
  nothing: "Open a file from the list to see it here.",
  comparing: "Two files, one beside the other",
  firstView: "First file",
  secondView: "Second file",
  inList: "On your list",
  otherPatientOnList:
    "The scan names another patient than your list. If it is the wrong file, please call the clinic.",
  unnamed: (number: number) => `File ${number}`,
  unlisted: "Not on the list that was sent with it",
  saveTitle: "Save a copy of this file?",
  printTitle: "Print this file?",
  saveFact: "The copy stays on this device. Whoever uses the device can open it.",
  logFact: "The log keeps your name and the time. You see them under “Who looked”.",
  refusals: {
    ...refusals,
    "other-kind": "This is not the kind of file that the list sent with it says. It is not shown.",
    password: "This PDF has a password, so it cannot be shown here. You can save a copy and open that.",
  },
};

export const EN = {
  viewer: "Document viewer",
  view: "View",
  nothing: "Open a document from the list to see it here. Each time is logged, and the patient can see it.",
  locked: "The documents are locked. Open them, and the first one shows here.",
  unclaimed: "The documents are locked. Claim the task, then open them: they show here.",
  closed: "There is nothing that you can open here now.",
  close: "Close the file",
  opening: (name: string) => `Opening ${name}`,
  viewKeys:
    "Arrow keys move the page, + and − zoom, 0 fits it, 1 shows its actual size, R rotates, [ and ] turn pages.",
  textKeys: "Arrow keys scroll, + and − change the size of the letters, 0 sets it back.",
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
  pageCount: (page: number, pages: number) => `Page ${page} of ${pages}`,
  pageOf: (name: string, page: number) => `${name}, page ${page}`,
  previousFrame: "Previous frame",
  nextFrame: "Next frame",
  frameOf: (name: string, frame: number) => `${name}, frame ${frame}`,
  frameCount: (frame: number, frames: number) => `Frame ${frame} of ${frames}`,
  textIsCut: (shown: string, all: string) =>
    `This is the first ${shown} of ${all}. The rest is not shown here.`,
  compare: "Compare",
  comparing: "Two documents, one beside the other",
  stopComparing: "Stop comparing",
  firstView: "First document",
  secondView: "Second document",
  viewOf: (which: string) => `View, ${which}`,
  controlsOf: (which: string) => `View controls, ${which}`,
  moveTogether: "Move both together",
  scanPatient: "Whose scan it is",
  scanPatientID: "Patient ID",
  inScan: "In the scan",
  inRecord: "In our record",
  inList: "On the sender’s list",
  sealedPatient: "Whom it is about, as the sender wrote",
  born: "Born",
  notSaid: "Not said",
  differs: "differs",
  otherPatient: "The scan names another patient than our record. Make sure whose it is before you decide.",
  otherPatientOnList:
    "The scan names another patient than the sender’s list. Make sure whose it is before you decide.",
  notShown: "This kind cannot be shown here yet.",
  name: "Name",
  type: "Type",
  size: "Size",
  report: "Report unreadable",
  reportText: "Reporting puts the document aside and returns the task: the sender is asked to send it again.",
  reported: "Reported. The task went back to its sender, who is asked to send the document again.",
  unnamed: (number: number) => `Document ${number}`,
  unlisted: "Not on the sender’s list",
  difference: (fact: string, sealed: string | undefined, recorded: string | undefined) =>
    `The ${fact}: the sender sealed “${sealed ?? "none"}”, our record says “${recorded ?? "none"}”.`,
  save: "Save a copy",
  print: "Print",
  saveTitle: "Save a copy of this document?",
  printTitle: "Print this document?",
  leaves: (name: string, size: string) => `“${name}” (${size}) leaves Postern.`,
  saveFact: "The copy stays on this computer. Whoever uses the computer can open it.",
  printFact: "Each page shows your name and the time.",
  logFact: "The log keeps your name and the time. The patient can see them.",
  provenFact: "To make sure it is you, we ask for your password and a code.",
  proveSave: "Save the copy",
  provePrint: "Print it",
  collecting: "Getting the copy ready",
  printing: (page: number, pages: number) => `Getting page ${page} of ${pages} ready`,
  saved: "The copy is saved. It is in the log.",
  printed: "It went to the printer window. It is in the log.",
  stoppedSave: "The copy is not saved yet. It is in the log already: you may go on without a new code.",
  stoppedPrint: "It is not printed yet. It is in the log already: you may go on without a new code.",
  tooLargeToSave: (limit: string) => `This is larger than ${limit}. A browser cannot save it from here.`,
  tooLongToPrint: (limit: number) =>
    `This has more than ${count(limit, { one: "page", other: "pages" })}. It is too long to print from here: save a copy.`,
  tooLongTextToPrint: "This text is too long to print from here: save a copy.",
  printedBy: (who: string, when: string) => `Printed from Postern by ${who}, ${when}`,
  media,
  refusals,
  facts,
  sender,
};
