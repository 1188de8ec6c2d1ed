import { OVERVIEW_COUNTS, type OverviewCount, type OverviewDay } from "@postern/contract";

const NOTHING = { routed: 0, accepted: 0, returned: 0, rejected: 0, putAside: 0 };

/** Every day of a month (`2026-11`), those on which nothing happened, too. */
export function wholeMonth(month: string, counted: readonly OverviewDay[]): readonly OverviewDay[] {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const byDay = new Map(counted.map((each) => [each.day, each]));
  return Array.from({ length }, (_, index) => {
    const day = `${month}-${String(index + 1).padStart(2, "0")}`;
    return byDay.get(day) ?? { day, ...NOTHING };
  });
}

/** How many of one kind there were. */
export function totalOf(days: readonly OverviewDay[], name: OverviewCount): number {
  return days.reduce((sum, day) => sum + day[name], 0);
}

/** The most of any kind on any day: what the tallest bar stands for; at least 1. */
export function mostOf(days: readonly OverviewDay[]): number {
  return Math.max(1, ...days.flatMap((day) => OVERVIEW_COUNTS.map((name) => day[name])));
}
