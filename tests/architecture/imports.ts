import { freeRooms, mayImport, packageName, resolve, roomOf, type PackageFile, type Room } from "./rooms.ts";
import type { Import, SourceFacts } from "./source.ts";

/** One place where the code leaves the agreed architecture. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly detail: string;
}

/** The code files by path, and the packages of the workspace by directory. */
export interface Sources {
  readonly files: ReadonlyMap<string, SourceFacts>;
  readonly packages: ReadonlyMap<string, PackageFile>;
}

interface Edge {
  readonly path: string;
  readonly room: Room;
  readonly imported: Import;
}

/** Rooms whose code also runs in a browser. */
const browserRooms = ["contract", "envelope", "transparency", "client", "client/device", "web"];

/** The embedded cloud runs the bundles that are passed in to it. */
const mayCompute = [...freeRooms, "local-cloud"];

/** A domain's store: `store.ts`, `part-store.ts`, and `entities.ts`, the shapes of its rows. */
const isStore = (path: string): boolean => /\/(([a-z0-9-]+-)?store|entities)\.ts$/.test(path);

/** Packages of others that only some files of the shipped code may touch. */
const confined: readonly (readonly [
  RegExp,
  (path: string, room: string, typesOnly: boolean) => boolean,
  string,
])[] = [
  [
    /^@(aws-sdk|smithy)\//,
    // Tables and messages handed to the embedded cloud have AWS's shapes; its code has none of AWS's.
    (_, room, typesOnly) => room === "core/aws" || (room === "local-cloud" && typesOnly),
    "packages/core/src/aws",
  ],
  [
    /^@hpke\//,
    (path) => /^packages\/(core|client)\/src\/device\//.test(path),
    "packages/core/src/device and packages/client/src/device",
  ],
  [
    /^sst$/,
    (_, room) => room === "functions/boot" || room === "infra",
    "packages/functions/src/boot and infra",
  ],
];

/** Every import that breaks the table of who may import whom, or the rules between and inside domains. */
export function checkImports({ files, packages }: Sources): Violation[] {
  const found: Violation[] = [];
  const domains = new Map<string, Set<string>>();
  for (const [path, facts] of files) {
    const room = roomOf(path);
    if (room === undefined) {
      found.push({ rule: "no-room", path, detail: "lies in no room of the house" });
      continue;
    }
    if (facts.computedImports > 0 && !mayCompute.includes(room.name)) {
      found.push({ rule: "computed", path, detail: "import() of something that is not a constant" });
    }
    for (const imported of facts.imports) {
      const edge = { path, room, imported };
      found.push(...checkForm(edge));
      if (freeRooms.includes(room.name)) continue;
      found.push(...checkTarget(edge, packages, domains));
    }
  }
  return [...found, ...checkCycles(domains)];
}

/** Rules that hold for everyone, tests and scripts included. */
function checkForm({ path, imported }: Edge): Violation[] {
  const { specifier, names } = imported;
  const found: Violation[] = [];
  if (specifier.startsWith(".") && !/\.(ts|tsx|mjs|css|json|svg|woff2)(\?[a-z]+)?$/.test(specifier)) {
    found.push({ rule: "extension", path, detail: `${specifier} does not end in its file's extension` });
  }
  if (specifier === "zod" && names.includes("z")) {
    found.push({ rule: "zod-name", path, detail: `write import * as z from "zod"` });
  }
  return found;
}

function checkTarget(
  edge: Edge,
  packages: ReadonlyMap<string, PackageFile>,
  domains: Map<string, Set<string>>,
): Violation[] {
  const { path, room, imported } = edge;
  const target = resolve(path, imported.specifier, packages);
  switch (target.kind) {
    case "unexported":
      return [{ rule: "unexported", path, detail: `${target.specifier} is exported by no package` }];
    case "other":
      return [...checkOther(edge, target.name), ...checkDeclared(path, imported.specifier, packages)];
    case "ours": {
      const found = checkOurs(path, room, target.path, domains);
      if (!target.relative) return [...found, ...checkDeclared(path, imported.specifier, packages)];
      const [home, away] = [packageOf(path), packageOf(target.path)];
      if (home === undefined || home === away) return found;
      return [...found, { rule: "by-name", path, detail: `reaches ${target.path} by path, not by name` }];
    }
  }
}

function checkOther({ path, room, imported }: Edge, name: string): Violation[] {
  if (name.startsWith("node:")) {
    if (!browserRooms.includes(room.name)) return [];
    return [{ rule: "browser", path, detail: `${name} does not exist in a browser` }];
  }
  return confined
    .filter(([pattern, allows]) => pattern.test(name) && !allows(path, room.name, imported.typesOnly))
    .map(([, , where]) => ({ rule: "confined", path, detail: `${name} belongs to ${where}` }));
}

function checkDeclared(
  path: string,
  specifier: string,
  packages: ReadonlyMap<string, PackageFile>,
): Violation[] {
  const name = packageName(specifier);
  const home = packages.get(packageOf(path) ?? "");
  if (home === undefined || name.startsWith("node:") || name === home.name) return [];
  // A tool's settings are read by the tool, which the root declares for development.
  if (home.dependencies.includes(name) || roomOf(path)?.name === "config") return [];
  return [{ rule: "undeclared", path, detail: `${name} is no dependency of ${home.name}` }];
}

function checkOurs(path: string, from: Room, to: string, domains: Map<string, Set<string>>): Violation[] {
  const room = roomOf(to);
  if (room === undefined) {
    const isStyle = from.name === "web" && /^web\/src\/.*\.(css|svg|woff2)$/.test(to);
    return isStyle ? [] : [{ rule: "no-room", path, detail: `${to} lies in no room of the house` }];
  }
  if (room.name !== from.name && !(mayImport[from.name] ?? []).includes(room.name)) {
    return [{ rule: "room", path, detail: `${from.name} may not import ${room.name} (${to})` }];
  }
  if (from.name === "infra" && room.name === "contract" && !/\/(limits|index)\.ts$/.test(to)) {
    return [{ rule: "room", path, detail: `infra takes only limits from contract, not ${to}` }];
  }
  return from.domain === undefined ? [] : checkDomain(path, from.domain, to, room, domains);
}

function checkDomain(
  path: string,
  domain: string,
  to: string,
  room: Room,
  domains: Map<string, Set<string>>,
): Violation[] {
  if (room.name === "core/aws" && !isStore(path)) {
    return [{ rule: "store", path, detail: `only a store of a domain may import ${to}` }];
  }
  if (room.name === "envelope" && to !== "packages/envelope/src/header.ts") {
    return [{ rule: "header", path, detail: "the server parses headers; it never seals or opens" }];
  }
  if (room.domain === undefined || room.domain === domain) return [];
  domains.set(domain, (domains.get(domain) ?? new Set()).add(room.domain));
  const found: Violation[] = [];
  if (domain === "audit") {
    found.push({ rule: "audit-below", path, detail: `audit is below all domains, also ${room.domain}` });
  }
  if (to !== `packages/core/src/${room.domain}/index.ts`) {
    found.push({ rule: "index", path, detail: `${to} is private to ${room.domain}; import its index.ts` });
  }
  return found;
}

/** Domains use each other along a one-way graph; each ring is named once, from its alphabetically first domain. */
function checkCycles(domains: ReadonlyMap<string, ReadonlySet<string>>): Violation[] {
  const rings = new Set<string>();
  const walk = (domain: string, trail: readonly string[]): void => {
    const start = trail.indexOf(domain);
    if (start >= 0) {
      const ring = trail.slice(start);
      const first = ring.indexOf([...ring].sort()[0] ?? domain);
      rings.add([...ring.slice(first), ...ring.slice(0, first + 1)].join(" → "));
      return;
    }
    for (const next of domains.get(domain) ?? []) walk(next, [...trail, domain]);
  };
  for (const domain of domains.keys()) walk(domain, []);
  return [...rings].sort().map((ring) => ({ rule: "cycle", path: "packages/core/src", detail: ring }));
}

function packageOf(path: string): string | undefined {
  return /^(packages\/[^/]+|web)\//.exec(path)?.[1];
}
