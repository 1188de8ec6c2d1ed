import type { Ending } from "../../lib/trouble.ts";
import type { IconName } from "../../ui/icon-paths.ts";
import type { Audience } from "./audience.ts";

/** What the sign-in page says about the session that ended. */
export const ENDING_WORDS: Readonly<Record<Ending, { readonly title: string; readonly text: string }>> = {
  "signed-out": { title: "You are signed out.", text: "What you sent is safe." },
  locked: {
    title: "Locked, to keep records safe.",
    text: "You were away for a while. What you sent is safe. Sign in and we bring you back to your place.",
  },
  ended: {
    title: "You are signed out.",
    text: "Your time was over, or you signed in somewhere else. What you sent is safe.",
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

export interface NavItem {
  readonly href: string;
  readonly word: string;
  readonly icon: IconName;
}

export const NAV: Readonly<Record<Audience, readonly NavItem[]>> = {
  sender: [
    { href: "/", word: "Home", icon: "house" },
    { href: "/send", word: "Send files", icon: "file-up" },
  ],
  "care-team": [
    { href: "/queues", word: "Queues", icon: "inbox" },
    { href: "/tasks", word: "My tasks", icon: "clipboard-check" },
  ],
  owner: [
    { href: "/queues", word: "Queues", icon: "inbox" },
    { href: "/overview", word: "Overview", icon: "chart-column" },
  ],
  officer: [
    { href: "/audit", word: "Audit log", icon: "scroll-text" },
    { href: "/quarantine", word: "Put aside", icon: "triangle-alert" },
    { href: "/overview", word: "Overview", icon: "chart-column" },
  ],
};

export const SESSION_WORDS = {
  noPermission: "This page is not for your role",
  noPermissionText: "You are signed in as:",
  goHome: "Go to your first page",
  notFound: "There is no such page",
  notFoundText: "The address may be old, or not complete. Nothing is lost.",
  lockNear: "This page locks in 2 minutes, to keep records safe. To stay, press any key or touch the page.",
  starting: "Opening the door",
} as const;
