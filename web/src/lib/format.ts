import { LANGUAGES, language } from "./language.ts";

/** In the person's own time zone, in the order of words that US readers know: "Fri, Nov 20, 2:02 pm". */
export interface FormatOptions {
  readonly timeZone?: string | undefined;
}

function format(iso: string, parts: Intl.DateTimeFormatOptions, { timeZone }: FormatOptions): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(LANGUAGES[language()].locale, { ...parts, ...zone })
    .format(new Date(iso))
    .replace(/\s?(AM|PM)/, (_all, half: string) => ` ${half.toLowerCase()}`);
}

/** "Fri, Nov 20, 2:02 pm" */
export function formatWhen(iso: string, options: FormatOptions = {}): string {
  const parts = {
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  } as const;
  return format(iso, parts, options);
}

/** "Fri, Nov 20, 2026, 2:02 pm": for what is kept. */
export function formatDated(iso: string, options: FormatOptions = {}): string {
  const parts = {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  } as const;
  return format(iso, parts, options);
}

/** "Fri, Nov 20" */
export function formatDay(iso: string, options: FormatOptions = {}): string {
  return format(iso, { weekday: "short", month: "short", day: "numeric" }, options);
}

/** "2:02 pm" */
export function formatTime(iso: string, options: FormatOptions = {}): string {
  return format(iso, { hour: "numeric", minute: "2-digit" }, options);
}

/** "Nov 20, 2:02:31 pm": for the log, where seconds matter. */
export function formatExact(iso: string, options: FormatOptions = {}): string {
  const parts = {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  } as const;
  return format(iso, parts, options);
}

/** The time zone of the person, in words: "Eastern Time". */
export function zoneName({ timeZone }: FormatOptions = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const parts = new Intl.DateTimeFormat(LANGUAGES[language()].locale, {
    timeZoneName: "longGeneric",
    ...zone,
  }).formatToParts(new Date());
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** A calendar date without a time, such as a birth date: "Mar 4, 1971". Anything else is given back as it is. */
export function formatDate(date: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  return format(
    `${date}T00:00:00Z`,
    { year: "numeric", month: "short", day: "numeric" },
    { timeZone: "UTC" },
  );
}

/** "2026-11" as "November 2026". */
export function formatMonth(month: string): string {
  return format(`${month}-01T00:00:00Z`, { year: "numeric", month: "long" }, { timeZone: "UTC" });
}

const UNITS = ["bytes", "KB", "MB", "GB"] as const;

/** Sizes as people know them: "0.8 MB", "48 MB", "12 KB"; es-US writes numbers as en-US does. */
export function formatSize(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 10 ? 0 : 1;
  return `${size.toFixed(digits)} ${UNITS[unit] ?? ""}`;
}

/** The first letters of a name, at most two. */
export function initialsOf(name: string): string {
  const words = name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word) && !/^(dr|mr|mrs|ms)\.?$/i.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? "")
    .join("");
}
