/**
 * What a person chose about the portal itself: its language, its colours. Kept in this browser as a cookie, which
 * outlives signing out (that clears the storage); it says nothing about anyone's health.
 */
const YEAR_SECONDS = 365 * 24 * 3600;
const hasCookies = typeof document !== "undefined";

/** @returns the choice, when it is one of `options`; undefined when none was made */
export function readChoice<Option extends string>(
  name: string,
  options: readonly Option[],
): Option | undefined {
  if (!hasCookies) return undefined;
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`postern-${name}=`));
  return options.find((option) => found?.slice(found.indexOf("=") + 1) === option);
}

/** Keeps a choice for a year, or forgets it. */
export function keepChoice(name: string, value: string | undefined): void {
  if (!hasCookies) return;
  const age = value === undefined ? 0 : YEAR_SECONDS;
  document.cookie = `postern-${name}=${value ?? ""}; Path=/; Max-Age=${age}; SameSite=Strict; Secure`;
}
