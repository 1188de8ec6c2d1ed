import type { Conditions, Stamp } from "./conditions.ts";

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
/** A table in Markdown. */
export const table = (titles: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(titles), row(titles.map(() => "---")), ...rows.map(row)].join("\n");
/** Of which commit something was measured, and when. */
export const measuredAt = ({ commit, isChanged, date }: Stamp) =>
  `At commit \`${commit.slice(0, 12)}\`${isChanged ? ", with changes on top of it" : ""}, on ${date.slice(0, 10)}.`;
/** The conditions, as a list in Markdown. */
export const listed = (conditions: Conditions) =>
  Object.entries(conditions).map(([name, value]) => `- ${name}: ${value}`);
