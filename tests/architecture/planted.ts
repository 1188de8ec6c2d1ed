import { checkHouse } from "./house.ts";

const exportsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "packages/contract": { ".": "./src/index.ts" },
  "packages/envelope": { ".": "./src/index.ts", "./header": "./src/header.ts" },
  "packages/client": { ".": "./src/index.ts", "./device": "./src/device/index.ts" },
  "packages/core": { "./*": "./src/*/index.ts" },
  "packages/functions": { "./*": "./src/*.ts" },
  "packages/cli": { "./node-file": "./src/node-file.ts" },
  "packages/local-cloud": { ".": "./src/index.ts" },
  web: {},
};

const ours = Object.keys(exportsOf).map((directory) => `@postern/${directory.replace("packages/", "")}`);
const others = ["@aws-sdk/client-kms", "@hpke/core", "hono", "solid-js", "zod"];

// All packages declare all dependencies, so that a planted import breaks the one rule it is planted for.
const packages = Object.entries(exportsOf).map(([directory, exports]): [string, string] => [
  `${directory}/package.json`,
  JSON.stringify({
    name: `@postern/${directory.replace("packages/", "")}`,
    exports,
    dependencies: Object.fromEntries([...ours, ...others].map((name) => [name, "1.0.0"])),
  }),
]);

/** Checks a house of planted files only; gives `rule path` of each violation, sorted. */
export function violationsOf(files: Readonly<Record<string, string>>): string[] {
  const found = checkHouse(new Map([...packages, ...Object.entries(files)]));
  return found.map(({ rule, path }) => `${rule} ${path}`).sort();
}
