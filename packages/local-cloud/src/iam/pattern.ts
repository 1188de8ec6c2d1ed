import type { RequestContext } from "./request-context.ts";

const STAR = Symbol("any text");
const ANY_CHARACTER = Symbol("any one character");

/** One step of a resolved pattern: a literal character, or a wildcard. */
type Unit = string | typeof STAR | typeof ANY_CHARACTER;
type Part = { readonly text: string } | { readonly wildcard: Unit } | { readonly variable: string };

/** Text of a policy with policy variables and, when it was compiled so, the wildcards `*` and `?`. */
export interface Pattern {
  /** Whether the whole of `text` matches; undefined when a variable has no single value in the request. */
  matches(text: string, context: RequestContext): boolean | undefined;
}

export interface PatternOptions {
  readonly wildcards: boolean;
  /** Compare colon-separated ARN components one by one, so that no wildcard reaches over a colon. */
  readonly arn?: boolean;
  readonly ignoreCase?: boolean;
}

const ESCAPES = new Set(["*", "?", "$"]);
const VARIABLE_NAME = /^[A-Za-z0-9-]+:[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const ARN_COMPONENTS = 6;

/**
 * Compiles text of a policy. A variable's value is substituted literally: a `*` in a session tag is only a `*`.
 * Source: "IAM policy elements: variables and tags" in the IAM user guide.
 * @throws Error on an unclosed `${`, or a variable with a default value, which is not emulated.
 */
export function compilePattern(source: string, options: PatternOptions): Pattern {
  const parts = parse(source, options.wildcards);
  return {
    matches(text, context) {
      const units = resolve(parts, context);
      if (units === undefined) return undefined;
      const [pattern, subject] = options.ignoreCase
        ? [units.map(lowerCase), text.toLowerCase()]
        : [units, text];
      return options.arn
        ? matchesArn(pattern, Array.from(subject))
        : matchesUnits(pattern, Array.from(subject));
    },
  };
}

/** Like `*` and `?` in an action, which knows no variables and no case. */
export function matchesAction(source: string, action: string): boolean {
  const units = Array.from(source.toLowerCase()).map(wildcardOf);
  return matchesUnits(units, Array.from(action.toLowerCase()));
}

function parse(source: string, wildcards: boolean): Part[] {
  return [...source.matchAll(/\$\{([^}]*)\}|\$\{|[^$]|\$/gsu)].map(([whole, variable]): Part => {
    if (whole === "${") throw new Error(`policy variable is not closed: ${source}`);
    if (variable === undefined) return wildcards ? { wildcard: wildcardOf(whole) } : { text: whole };
    if (ESCAPES.has(variable)) return { text: variable };
    if (!VARIABLE_NAME.test(variable)) throw new Error(`policy variable is malformed: ${source}`);
    return { variable };
  });
}

function wildcardOf(character: string): Unit {
  if (character === "*") return STAR;
  return character === "?" ? ANY_CHARACTER : character;
}

function resolve(parts: readonly Part[], context: RequestContext): Unit[] | undefined {
  const units: Unit[] = [];
  for (const part of parts) {
    if ("wildcard" in part) units.push(part.wildcard);
    else if ("text" in part) units.push(part.text);
    else {
      const value = context.get(part.variable);
      if (typeof value !== "string") return undefined;
      units.push(...Array.from(value));
    }
  }
  return units;
}

function lowerCase(unit: Unit): Unit {
  return typeof unit === "string" ? unit.toLowerCase() : unit;
}

function matchesArn(pattern: readonly Unit[], subject: readonly string[]): boolean {
  const wanted = splitComponents(pattern);
  const given = splitComponents(subject);
  return (
    wanted.length === given.length &&
    wanted.every((component, index) => matchesUnits(component, given[index] ?? []))
  );
}

function splitComponents<T>(units: readonly T[]): T[][] {
  const components: T[][] = [[]];
  for (const unit of units) {
    if (unit === ":" && components.length < ARN_COMPONENTS) components.push([]);
    else components.at(-1)?.push(unit);
  }
  return components;
}

/** Linear in practice and quadratic at worst: on a mismatch only the last star takes one more character. */
function matchesUnits(pattern: readonly Unit[], subject: readonly (string | Unit)[]): boolean {
  let at = 0;
  let position = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (position < subject.length) {
    const unit = pattern[at];
    if (unit === STAR) {
      lastStar = at++;
      resumeAt = position;
    } else if (unit !== undefined && (unit === ANY_CHARACTER || unit === subject[position])) {
      at++;
      position++;
    } else if (lastStar >= 0) {
      at = lastStar + 1;
      position = ++resumeAt;
    } else return false;
  }
  return pattern.slice(at).every((unit) => unit === STAR);
}
