/** The month of a moment as the log counts it, in UTC: "2026-11". */
export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7);
}

/** The last `count` months, newest first. */
export function monthsBefore(date: Date, count: number): readonly string[] {
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return Array.from({ length: count }, (_, index) => monthOf(new Date(Date.UTC(year, month - index, 1))));
}
