import { dirname, join, normalize } from "node:path/posix";

/** A word of a document or file that does not hold outside of its author's machine, or leads nowhere. */
export interface Stale {
  readonly path: string;
  readonly line: number;
  readonly found: string;
}

const topLevel = /^(packages|web|infra|scripts|tests|docs|\.ci)\//;

// Put together from parts, so that this file does not hold what it looks for.
const foreign = new RegExp(
  [
    String.raw`\.\./shared(?![\w-])`,
    String.raw`(?<![\w.])/${"work"}/`,
    String.raw`(?<![\w.])/(home|Users)/\w+/`,
    String.raw`https?://[^\s"'/]*(registry|artifactory|nexus|verdaccio)[^\s"'/]*`,
  ].join("|"),
  "i",
);

/**
 * The repository paths that a Markdown document names and that are not there: words in backticks that begin
 * with a top-level directory (patterns such as `packages/<name>/` are passed over), and relative links.
 */
export function stalePaths(path: string, markdown: string, paths: readonly string[]): Stale[] {
  const known = new Set(paths.flatMap((one) => [one, ...parents(one)]));
  return eachLine(path, markdown, (text) => {
    const named = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "");
    const looksLikePath = named.filter((name) => topLevel.test(name) && !/[<>*{}…$]/.test(name));
    const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? "");
    return [
      ...looksLikePath.filter((name) => !known.has(trimmed(name))),
      ...linked.filter((name) => !known.has(trimmed(normalize(join(dirname(path), name))))),
    ];
  });
}

/** What ties a file to one machine: its directories, or the host its packages came from. */
export function machineWords(path: string, text: string): Stale[] {
  return eachLine(path, text, (line) => {
    const match = foreign.exec(line);
    return match === null ? [] : [match[0]];
  });
}

function eachLine(path: string, text: string, look: (line: string) => string[]): Stale[] {
  return text
    .split("\n")
    .flatMap((line, index) => look(line).map((found) => ({ path, line: index + 1, found })));
}

function parents(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function trimmed(name: string): string {
  return name.replace(/(:\d+)?[/.,;:]*$/, "");
}
