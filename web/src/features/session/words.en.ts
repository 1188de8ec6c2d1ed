import type { Ending } from "../../lib/trouble.ts";

/** What the sign-in page says about the session that ended. */
const endings: Readonly<Record<Ending, { readonly title: string; readonly text: string }>> = {
  "signed-out": { title: "You are signed out.", text: "What you sent is safe." },
  unheard: {
    title: "You are signed out on this page, but the clinic has not heard of it.",
    text: "There is no connection. Leave this page open until you are online again: then it is told by itself.",
  },
  locked: {
    title: "Locked, to keep records safe.",
    text: "You were away for a while. What you sent is safe, and notes you began are kept. Sign in to go on.",
  },
  ended: {
    title: "You are signed out.",
    text: "Your time was over, or you signed in somewhere else. What you sent is safe. Sign in to go on.",
  },
  "device-lost": {
    title: "We signed you out: this browser lost its key.",
    text: "Some browsers clear such keys after some days. Nothing you sent is lost. Sign in to get a fresh one.",
  },
  "membership-ended": {
    title: "Your access to this clinic has ended or changed.",
    text: "If that seems wrong, ask the clinic’s owner.",
  },
};

/** Words of the frame round every page, and of sessions. */
export const EN = {
  endings,
  nav: {
    home: "Home",
    send: "Send files",
    queues: "Queues",
    tasks: "My tasks",
    overview: "Overview",
    audit: "Audit log",
    quarantine: "Put aside",
    profile: "Profile",
  },
  noPermission: "This page is not for your role",
  noPermissionText: "You are signed in as:",
  goHome: "Go to your first page",
  notFound: "There is no such page",
  notFoundText: "The address may be old, or not complete. Nothing is lost.",
  lockNear: "This page locks in 2 minutes, to keep records safe. To stay, press any key or touch the page.",
  starting: "Opening the door",
};
