import { counting } from "../../lib/language.ts";

const count = counting("en");
const files = (number: number) => count(number, { one: "file", other: "files" });

/** Words of the page on which one goes on with what was begun. */
export const EN = {
  title: "Go on sending",
  choose: (number: number) =>
    number === 1 ? "Choose this file again to go on" : `Choose these ${number} files again to go on`,
  chooseText:
    "Your browser cannot keep your files for you. What came in before stays, and is not sent twice.",
  elsewhere: (number: number) =>
    number === 0 ? "You began to send, and no file was named yet" : `You began to send ${files(number)}`,
  elsewhereText: (number: number): string =>
    number === 1
      ? "This browser does not know its name: you began elsewhere, or more than a day ago. Choose the same file again. We look if it is the same before anything is sent."
      : "This browser does not know their names: you began elsewhere, or more than a day ago. Choose the same files again. We look if they are the same before anything is sent.",
  elsewhereNote: "A note that you typed there was not sent. Type it again if it is still needed.",
  nothingText: "Choose what to send, or cancel.",
  expected: "The files that you began to send",
  states: {
    missing: "Not chosen yet",
    found: "Found",
    changed: "This file has changed",
    "as-now": "Goes as it is now",
    "left-out": "Left out",
  },
  changedText: "It is not the file that you began to send. Nothing of the new one was sent.",
  sendNew: "Send the new one",
  leaveOut: "Leave it out",
  takeBack: "Do not leave it out",
  notSettled: "Choose each file again, or leave it out.",
};
