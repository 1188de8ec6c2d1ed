import type { Browser, System } from "@postern/contract";

/** First match wins: Edge also calls itself Chrome, and nearly all call themselves Safari. */
const BROWSERS: readonly (readonly [RegExp, Browser])[] = [
  [/\b(Edg|EdgA|EdgiOS)\//, "edge"],
  [/\b(OPR|OPT|Opera|SamsungBrowser|Vivaldi|YaBrowser|UCBrowser|DuckDuckGo)\//, "other"],
  [/\b(Firefox|FxiOS)\//, "firefox"],
  [/(Chrome|Chromium|CriOS)\//, "chrome"],
  [/\bVersion\/\S+ (Mobile\/\S+ )?Safari\//, "safari"],
];

/** Android is also a Linux, and an iPhone is "like Mac OS X". */
const SYSTEMS: readonly (readonly [RegExp, System])[] = [
  [/\b(iPhone|iPad|iPod)\b/, "ios"],
  [/\bAndroid\b/, "android"],
  [/\bWindows NT\b/, "windows"],
  [/\bCrOS\b/, "other"],
  [/\bMacintosh\b/, "macos"],
  [/\bLinux\b/, "linux"],
];

const first = <Word>(table: readonly (readonly [RegExp, Word])[], text: string): Word | "other" =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? "other";

/**
 * What a browser says it is, in words of closed lists: a hint by which its owner knows it again, and no proof. An iPad
 * that asks for desktop pages calls itself a Macintosh.
 */
export function browserOf(userAgent: string | undefined): {
  readonly browser: Browser;
  readonly system: System;
} {
  const text = userAgent ?? "";
  return { browser: first(BROWSERS, text), system: first(SYSTEMS, text) };
}
