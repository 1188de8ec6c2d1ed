import { dirname, join, normalize } from "node:path/posix";

/** A part of the repository that has its own row in the table of who may import whom. */
export interface Room {
  /** For example `contract`, `core/aws`, `core` (any domain), `functions/boot`, `test`. */
  readonly name: string;
  /** The domain, for a file of `packages/core/src/<domain>/`; `kernel` and `aws` are no domains. */
  readonly domain?: string;
}

/** Path patterns, first match wins. A code file that none of them matches is a violation. */
const rooms: readonly (readonly [RegExp, string])[] = [
  [/\.(test|fixture)\.tsx?$/, "test"],
  [/^tests\//, "test"],
  [/^scripts\//, "script"],
  [/^(sst\.config\.ts$|infra\/)/, "infra"],
  [/^[^/]+\.config\.ts$/, "config"],
  [/^web\/[^/]+\.config\.ts$/, "config"],
  [/^packages\/core\/src\/kernel\//, "core/kernel"],
  [/^packages\/core\/src\/aws\//, "core/aws"],
  [/^packages\/core\/src\/[^/]+\//, "core"],
  [/^packages\/client\/src\/device\//, "client/device"],
  [/^packages\/functions\/src\/boot\//, "functions/boot"],
  [/^packages\/cli\/src\/bin\.ts$/, "cli/bin"],
  [/^packages\/(contract|envelope|transparency|client|functions|cli|local-cloud)\/src\//, "$1"],
  [/^web\/src\//, "web"],
];

/** Who may import whom, by room. A room is always free within itself; `core` is ruled further by domain. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  envelope: [],
  transparency: [],
  client: ["client/device", "contract", "envelope", "transparency"],
  "client/device": ["client", "contract", "envelope", "transparency"],
  web: ["contract", "envelope", "transparency", "client", "client/device"],
  "core/kernel": ["contract"],
  "core/aws": ["core/kernel"],
  core: ["contract", "core/kernel", "core/aws", "envelope"],
  functions: ["functions/boot", "contract", "core", "core/kernel", "core/aws"],
  "functions/boot": ["functions", "contract", "core", "core/kernel", "core/aws"],
  cli: ["contract", "envelope", "client", "client/device", "transparency"],
  "cli/bin": ["cli"],
  "local-cloud": [],
  infra: ["contract"],
  config: [],
};

/** These may import anything; nobody else may import them. */
export const freeRooms: readonly string[] = ["test", "script"];

/** The room that a path lies in, or undefined when it lies in none. */
export function roomOf(path: string): Room | undefined {
  for (const [pattern, name] of rooms) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const domain = name === "core" ? path.split("/")[3] : undefined;
    return { name: name.replace("$1", match[1] ?? ""), ...(domain === undefined ? {} : { domain }) };
  }
  return undefined;
}

/** A `package.json`, as far as the rules need it. */
export interface PackageFile {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
}

/** Where a specifier leads: to a path of ours, to a package of others (`node:` included), or nowhere. */
export type Target =
  | { readonly kind: "ours"; readonly path: string; readonly relative: boolean }
  | { readonly kind: "other"; readonly name: string }
  | { readonly kind: "unexported"; readonly specifier: string };

/** Resolves a specifier found in `from`; names of ours go through the `exports` of their package. */
export function resolve(from: string, specifier: string, packages: ReadonlyMap<string, PackageFile>): Target {
  const bare = specifier.replace(/\?.*$/, "");
  if (bare.startsWith(".")) {
    return { kind: "ours", path: normalize(join(dirname(from), bare)), relative: true };
  }
  const name = packageName(bare);
  if (!name.startsWith("@postern/")) return { kind: "other", name };
  for (const [directory, file] of packages) {
    if (file.name !== name) continue;
    const path = exported(file, `.${bare.slice(name.length)}`);
    if (path !== undefined) return { kind: "ours", path: join(directory, path), relative: false };
  }
  return { kind: "unexported", specifier };
}

/** `@scope/name/sub` as `@scope/name`, `name/sub` as `name`, `node:fs/promises` as `node:fs`. */
export function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

function exported(file: PackageFile, subpath: string): string | undefined {
  const exact = file.exports[subpath];
  if (exact !== undefined) return exact;
  for (const [pattern, target] of Object.entries(file.exports)) {
    const [head, tail] = pattern.split("*");
    if (head === undefined || tail === undefined) continue;
    if (!subpath.startsWith(head) || !subpath.endsWith(tail) || subpath.length <= head.length) continue;
    return target.replace("*", subpath.slice(head.length, subpath.length - tail.length));
  }
  return undefined;
}
