import type { IconName } from "../../ui/icon-paths.ts";
import type { Audience } from "./audience.ts";
import type { EN } from "./words.en.ts";

export interface NavItem {
  readonly href: string;
  readonly word: keyof typeof EN.nav;
  readonly icon: IconName;
}

const QUEUES: NavItem = { href: "/queues", word: "queues", icon: "inbox" };
const OVERVIEW: NavItem = { href: "/overview", word: "overview", icon: "chart-column" };
const PROFILE: NavItem = { href: "/profile", word: "profile", icon: "circle-user-round" };

/** The pages of each part of the portal: at most four, as many as a phone's bar holds. */
export const NAV: Readonly<Record<Audience, readonly NavItem[]>> = {
  sender: [
    { href: "/", word: "home", icon: "house" },
    { href: "/send", word: "send", icon: "file-up" },
    PROFILE,
  ],
  "care-team": [QUEUES, { href: "/tasks", word: "tasks", icon: "clipboard-check" }, PROFILE],
  owner: [QUEUES, OVERVIEW, PROFILE],
  officer: [
    { href: "/audit", word: "audit", icon: "scroll-text" },
    { href: "/quarantine", word: "quarantine", icon: "triangle-alert" },
    OVERVIEW,
    PROFILE,
  ],
};
