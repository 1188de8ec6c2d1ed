import { counting } from "../../lib/language.ts";

const count = counting("en");
const files = (number: number) => count(number, { one: "file", other: "files" });

/** Words of the page on which one goes on with what was begun. */
export const EN = {
  title: "Go on sending",
  begunTitle: (number: number): string =>
    number === 1
      ? "You have a sending that is not finished"
      : `You have ${number} sendings that are not finished`,
  choose: (number: number) =>
    number === 1 ? "Choose this file again to go on" : `Choose these ${number} files again to go on`,
  chooseText: "Your browser cannot keep your files for you.",
  refusedText: "Your browser did not open your files for us.",
  partlyText: "Your browser did not find them where they were.",
  keptText: "What came in before stays, and is not sent twice.",
  reopen: (number: number) =>
    number === 1
      ? "Your browser knows where this file is"
      : `Your browser knows where these ${number} files are`,
  reopenText:
    "You do not have to choose again. Your browser may ask you first. What came in before is not sent twice.",
  reopenButton: (number: number): string =>
    number === 1 ? "Go on with this file" : "Go on with these files",
  notReopened: "Go on with your files above, or choose them again.",
  looking: "We look at your files again",
  lookingText: "You do not have to choose. If they are as they were, sending goes on by itself.",
  differs: "Not all of it is as it was",
  differsText: "Nothing was sent since. See below which file it is, and say what to do.",
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
