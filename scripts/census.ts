import { ROLES } from "@postern/contract";
import * as document from "@postern/core/document";
import * as intake from "@postern/core/intake";
import * as key from "@postern/core/key";
import type { ActorType } from "@postern/core/kernel";
import * as oversight from "@postern/core/oversight";
import * as reading from "@postern/core/reading";
import * as routing from "@postern/core/routing";
import * as session from "@postern/core/session";
import * as task from "@postern/core/task";
import * as upkeep from "@postern/core/upkeep";

/** One operation as its code declares it. */
export interface CensusEntry {
  readonly action: string;
  readonly allow: readonly ActorType[];
  readonly continues: boolean;
  readonly needsStepUp: boolean;
}

const domains = { document, intake, key, oversight, reading, routing, session, task, upkeep };

function isOperation(value: unknown): value is CensusEntry {
  return typeof value === "function" && "action" in value && "allow" in value && "continues" in value;
}

function operationsIn(value: unknown): readonly CensusEntry[] {
  if (isOperation(value)) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter(isOperation);
}

/** Every operation that the domains show, by its audit name. */
export function census(): readonly CensusEntry[] {
  const found = Object.values(domains).flatMap((domain) => Object.values(domain).flatMap(operationsIn));
  return [...new Set(found)].sort((one, other) => one.action.localeCompare(other.action, "en"));
}

const COLUMNS: readonly ActorType[] = [...ROLES, "system", "anonymous"];

/** The role matrix as `docs/roles.md` holds it. */
export function roleMatrix(entries: readonly CensusEntry[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = entries.map(({ action, allow, continues, needsStepUp }) =>
    row([
      `\`${action}\``,
      ...COLUMNS.map((role) => (allow.includes(role) ? "yes" : "–")),
      continues ? "yes" : "–",
      needsStepUp ? "yes" : "–",
    ]),
  );
  return [
    "# Who may call what",
    "",
    "Written by `npm run roles` from the operations themselves; a test compares the two. An operation can only be made with its",
    "callers, so none is missing here. *Locked* says whether it also runs in a session that was idle for too long; *step-up*,",
    "whether each call uses up a fresh authentication for just this. What a role may do with one particular thing (its own",
    "submission, its location's task) the operation decides beyond this table.",
    "",
    row(["operation", ...COLUMNS, "locked", "step-up"]),
    row(["---", ...COLUMNS.map(() => ":-:"), ":-:", ":-:"]),
    ...lines,
    "",
  ].join("\n");
}
