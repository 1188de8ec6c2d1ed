import { counting } from "../../lib/language.ts";

const count = counting("en");
const images = (number: number) => count(number, { one: "image", other: "images" });

/** Words of what happens to files on the device before they are sent. */
export const EN = {
  keepsOriginal: "This clinic asked to keep photos as they are",
  keepsOriginalText:
    "The place where a photo was taken and facts about the camera stay in it. If you do not want that, call us before you send.",
  joinPhotos: "Make one PDF of these photos",
  joinFailed: "One of these photos cannot be put in a PDF. Send them one by one.",
  study: (number: number) => `Study, ${images(number)}`,
  studyMissing: (number: number) =>
    `The disc lists ${images(number)} more. Choose the whole folder to send ${number === 1 ? "it" : "them"}, too.`,
};
