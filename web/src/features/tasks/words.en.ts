import type { RejectReason, ReturnReason, TaskState, WrittenLanguage } from "@postern/contract";
import { counting } from "../../lib/language.ts";
import type { Lane } from "./queries.ts";

const count = counting("en");
const documents = (number: number) => count(number, { one: "document", other: "documents" });

const lanes: Readonly<Record<Lane, string>> = { open: "Waiting", claimed: "Claimed", overdue: "Overdue" };

/** Each lane with its order, as the table is called. */
const orders: Readonly<Record<Lane, string>> = {
  open: "Waiting, oldest first",
  claimed: "Claimed, oldest first",
  overdue: "Overdue, longest first",
};

const laneEmpty: Readonly<Record<Lane, { readonly title: string; readonly text: string }>> = {
  open: { title: "Nothing waits here", text: "New work shows here as soon as it has come in whole." },
  claimed: { title: "Nobody works on anything here", text: "What someone has claimed shows here." },
  overdue: {
    title: "Nothing is overdue",
    text: "Work that is past its time shows here, with the latest first.",
  },
};

const states: Readonly<Record<TaskState, string>> = {
  open: "Waiting",
  claimed: "In review",
  accepted: "Accepted",
  returned: "Returned",
  rejected: "Rejected",
};

const returns: Readonly<Record<ReturnReason, string>> = {
  unreadable: "Cannot be read",
  "pages-missing": "Pages are missing",
  "wrong-patient": "About someone else",
  "signature-missing": "A signature is missing",
  other: "Something else: you say what",
};

const rejects: Readonly<Record<RejectReason, string>> = {
  "not-our-patient": "Not our patient",
  "not-our-service": "Not what we do",
  duplicate: "We have it already",
  "sent-by-mistake": "Sent by mistake",
};

const languages: Readonly<Record<WrittenLanguage, string>> = { en: "English", es: "Spanish (Español)" };

/** What another one did with a task. */
const others: Readonly<Record<TaskState, (who: string) => string>> = {
  open: (who) => `${who} put it back.`,
  claimed: (who) => `${who} has it.`,
  accepted: (who) => `${who} accepted it.`,
  returned: (who) => `${who} returned it to the sender.`,
  rejected: (who) => `${who} rejected it.`,
};

/** The care team's words: lists, a task, and what is done with it. */
export const EN = {
  queues: "Queues",
  queuesLede: "Work waits here until someone takes it.",
  ownerLede: "How much waits where. What is inside is for the care team only.",
  queuesEmpty: "No queue is set up for your locations",
  queuesEmptyText: "Ask the clinic’s owner.",
  waiting: (number: string) => `${number} waiting`,
  claimedCount: (number: string) => `${number} claimed`,
  overdueCount: (number: string) => `${number} overdue`,
  location: "Location",
  mine: "My tasks",
  mineLede: "What you have claimed and not yet decided.",
  mineCount: (number: number) => count(number, { one: "task", other: "tasks" }),
  withYou: (number: string) => `${number} with you`,
  mineEmpty: "You have no tasks",
  mineEmptyText: "Claim one from a queue.",
  lookedAt: (time: string) => `Last looked at ${time}.`,
  lookAgain: "Look again",
  laneNav: "Views",
  lanes,
  orders,
  laneEmpty,
  tasks: "Tasks",
  more: "Show more",
  due: "Due",
  what: "What",
  has: "Documents",
  documentCount: documents,
  urgency: "Urgency",
  owner: "With",
  act: "Act",
  received: "Came in",
  you: "You",
  colleague: "A colleague",
  nobody: "Nobody yet",
  claimRow: "Claim",
  openRow: "Open",
  rowName: (title: string, number: string) => `${title}, ${number}`,
  claimedNow: (number: string) => `${number} is with you now.`,
  faster: "A colleague was faster.",
  noName: "Sent by a practice",
  noNameText: "Whom it is about stands in the sealed list.",
  asWritten: "as the practice wrote",
  born: "Born",
  facts: "Facts",
  round: "Round",
  rule: "Why this queue",
  unrouted: "No rule fits what was sent. Someone must hand it on.",
  ruleOf: (name: string, version: number) => `${name} (version ${version})`,
  team: "For",
  state: "State",
  states,
  stateBecause: (state: string, reason: string) => `${state}: ${reason}`,
  writtenIn: "Sender reads",
  languages,
  documents: "Documents",
  open: "Open documents",
  locked: {
    frontDesk:
      "The documents are locked. Your role does not open them. You may claim the task, note something, hand it over or return it.",
    frontDeskAside: "The documents are locked. Your role does not open them. You may still note something.",
    openable: "The documents are locked. Names show when you open them.",
    claimable: "The documents are locked. Claim the task first: only whoever has it can open them.",
    others: "The documents are locked. Only whoever has the task can open them.",
    decided: "You decided this task. You may still open the documents, to look at what you decided.",
    rejected: "The documents are locked. Nobody opens those of a rejected task.",
    closed: "The documents are locked. Only whoever decided the task can still open them.",
  },
  note: "Note from the sender",
  differs: "The sender’s list and our record do not agree",
  missing: (number: number) =>
    `${documents(number)} on the sender’s list ${number === 1 ? "is" : "are"} not here.`,
  unlisted: (number: number) =>
    `${documents(number)} here ${number === 1 ? "is" : "are"} not on the sender’s list.`,
  decide: "Decide",
  claim: "Claim this task",
  claimed: "Claimed",
  release: "Put it back",
  handOver: "Hand over…",
  handOverTitle: "Hand it over to whom?",
  handOverText: "The task is theirs at once, and no longer with you.",
  handOverAct: "Hand it over",
  colleagueMissing: "Choose a colleague first.",
  colleagues: "Colleague",
  noColleagues: "Nobody else works at this location.",
  overdue: "Overdue",
  keysMove: "move",
  keysOpen: "opens",
  keysClaim: "claims",
  keysOff: "Turn keys off",
  keysOn: "Turn keys on",
  accept: "Accept",
  return: "Return to sender…",
  returnTitle: "Return it to the sender?",
  returnText: "The sender is told why and can send again. Your task ends.",
  returnAct: "Return it",
  reject: "Reject…",
  rejectTitle: "Reject it for good?",
  rejectText: "The sender is told why and cannot send to it again. This cannot be undone.",
  rejectAct: "Reject it",
  reason: "Reason",
  returns,
  rejects,
  senderReads: (language: string) => `The sender reads this, in ${language}`,
  senderReadsNothing: "Choose a reason to see what the sender reads.",
  ownWords: "Your own words",
  ownWordsOptional: "Your own words, if you like",
  ownWordsHint: (language: string) =>
    `Write in ${language}: no one translates it. It is sealed. Only the sender and your team can read it.`,
  ownWordsMissing: "Say here what the sender should do.",
  reasonMissing: "Choose a reason first.",
  tooLong: (length: string, limit: string) => `This is too long: ${length} letters. The most is ${limit}.`,
  keep: "Keep it",
  moreActs: "More…",
  moreTitle: "What else you can do",
  moreClose: "Back to the task",
  told: "The sender is told of a decision at once.",
  askedTitle: "What was asked for",
  askedText: (when: string, why: string) => `Sent back to the sender on ${when}: ${why.toLowerCase()}.`,
  askedOther: "something else",
  newSince: (fresh: number, all: number): string =>
    fresh === 0
      ? "No new document came since."
      : `${fresh} of ${documents(all)} ${fresh === 1 ? "is" : "are"} new since then.`,
  isNew: "New",
  toldTitle: "What the sender was told",
  done: {
    accepted: "You accepted it. You may still open the documents, to look at what you decided.",
    returned: "You returned it. You may still open the documents, to look at what you decided.",
    returnedUnread: "You returned it. The sender was told.",
    rejected: "You rejected it. The sender was told, and its documents are closed for good.",
    released: "You put it back. It waits in its queue again.",
    handedOver: (who: string) => `You handed it to ${who}. It is no longer with you.`,
  },
  others,
  nextTask: "Next task",
  backTo: (queue: string) => `Back to ${queue}`,
  nothing: "There is nothing for you to do here now.",
  notes: "Staff notes",
  notesWho: "Only your team sees these",
  notesEmpty: "No notes yet.",
  noteLabel: "Add a note",
  noteHint: "Sealed. No sender ever reads it.",
  noteAct: "Add the note",
  noteMissing: "Write the note first.",
  noteKept: "Your note is added.",
  notesFull: (most: number) => `There are ${most} notes here. That is the most.`,
  changed: "This changed while you had it open.",
  asItIs: "You see it now as it is.",
  changes: {
    cameAndWent: "It was claimed and put back meanwhile. Nobody has it now.",
    putBack: "It was put back into the queue. Nobody has it now.",
    mine: "You have it already.",
    taken: (who: string) => `${who} has it now.`,
    accepted: (who: string) => `${who} accepted it.`,
    returned: (who: string, why: string | undefined) =>
      `${who} returned it to the sender${why === undefined ? "" : `: ${why.toLowerCase()}`}.`,
    rejected: (who: string, why: string | undefined) =>
      `${who} rejected it${why === undefined ? "" : `: ${why.toLowerCase()}`}.`,
  },
};
