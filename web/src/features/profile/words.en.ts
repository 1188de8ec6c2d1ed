import type { Browser, System } from "@postern/contract";

const browsers: Readonly<Record<Browser, string>> = {
  chrome: "Chrome",
  edge: "Edge",
  firefox: "Firefox",
  safari: "Safari",
  other: "A browser",
};

const systems: Readonly<Record<System, string>> = {
  android: "Android",
  ios: "iPhone or iPad",
  linux: "Linux",
  macos: "Mac",
  windows: "Windows",
  other: "an unknown device",
};

/** Words of the page about oneself. */
export const EN = {
  title: "Your profile",
  lede: "Who you are here, how the pages look, and where you are signed in.",
  about: "About you",
  name: "Name",
  role: "Role",
  clinic: "Clinic",
  aboutWrong: "If something is wrong, tell the clinic.",
  looks: "How the pages look",
  languageHint: "The page changes at once. We keep your choice in this browser.",
  colors: "Colors",
  theme: { device: "As on this device", light: "Light", dark: "Dark" },
  devices: "Where you are signed in",
  devicesText: "If you do not know one of these, sign it out, and tell the clinic.",
  browsers,
  systems,
  place: (browser: string, system: string) => `${browser} on ${system}`,
  current: "This one",
  since: (when: string) => `Signed in since ${when}`,
  seen: (when: string) => `Last used ${when}`,
  onlyHere: "You are signed in nowhere else.",
  end: "Sign out",
  endNamed: (place: string) => `Sign out ${place}`,
  endTitle: (place: string) => `Sign out ${place}?`,
  endText: "It can open nothing more from then on. What was sent from there is safe.",
  keep: "Leave it",
  ended: (place: string) => `Signed out: ${place}.`,
  noneListed: "We found no place where you are signed in. Look again in a minute.",
};
