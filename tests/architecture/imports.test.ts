import { describe, expect, test } from "vitest";
import { violationsOf } from "./planted.ts";

const core = "packages/core/src";

/** [what is planted, rule, file, its text] */
const forbidden: readonly (readonly [string, string, string, string])[] = [
  ["contract using core", "room", "packages/contract/src/a.ts", `import { x } from "@postern/core/intake";`],
  ["envelope using contract", "room", "packages/envelope/src/a.ts", `import "@postern/contract";`],
  ["transparency using envelope", "room", "packages/transparency/src/a.ts", `import "@postern/envelope";`],
  ["client using core", "room", "packages/client/src/a.ts", `export * from "@postern/core/key";`],
  ["cli using core", "room", "packages/cli/src/a.ts", `import "@postern/core/key";`],
  ["client using cli", "room", "packages/client/src/a.ts", `import "@postern/cli/node-file";`],
  ["web using core", "room", "web/src/a.ts", `import { x } from "@postern/core/intake";`],
  ["web using core's types", "room", "web/src/a.ts", `import type { X } from "@postern/core/intake";`],
  ["web using a core type inline", "room", "web/src/a.ts", `type X = import("@postern/core/intake").X;`],
  [
    "web using local-cloud",
    "room",
    "web/src/a.tsx",
    `const p = <p>don't</p>; import "@postern/local-cloud";`,
  ],
  ["web using functions, later", "room", "web/src/a.ts", `await import("@postern/functions/http/intake");`],
  [
    "web starting a core worker",
    "room",
    "web/src/a.ts",
    `new Worker(new URL("../../packages/core/src/intake/index.ts", import.meta.url));`,
  ],
  ["kernel using a domain", "room", `${core}/kernel/a.ts`, `import { x } from "../intake/index.ts";`],
  ["kernel using aws", "room", `${core}/kernel/a.ts`, `import {\n  x,\n} from "../aws/index.ts";`],
  ["aws using a domain", "room", `${core}/aws/a.ts`, `import { x } from "../intake/index.ts";`],
  ["core using functions", "room", `${core}/intake/a.ts`, `import "@postern/functions/boot/env";`],
  ["core using client", "room", `${core}/intake/a.ts`, `import "@postern/client";`],
  ["functions using local-cloud", "room", "packages/functions/src/a.ts", `import "@postern/local-cloud";`],
  ["functions using envelope", "room", "packages/functions/src/a.ts", `import "@postern/envelope";`],
  ["local-cloud using contract", "room", "packages/local-cloud/src/a.ts", `import "@postern/contract";`],
  ["infra using functions", "room", "infra/a.ts", `import "../packages/functions/src/http/intake.ts";`],
  [
    "infra using more of contract than limits",
    "room",
    "infra/a.ts",
    `import "../packages/contract/src/intake.ts";`,
  ],
  ["code using tests", "room", "packages/contract/src/a.ts", `import "../../../tests/support/world.ts";`],
  ["code using scripts", "room", "packages/local-cloud/src/a.ts", `import "../../../scripts/start.ts";`],
  [
    "a domain using aws outside its store",
    "store",
    `${core}/intake/submission.ts`,
    `import type { X } from "../aws/index.ts";`,
  ],
  [
    "a domain opening envelopes",
    "header",
    `${core}/document/a.ts`,
    `import { open } from "@postern/envelope";`,
  ],
  [
    "a domain reaching into another",
    "index",
    `${core}/intake/a.ts`,
    `import { x } from "../routing/rules.ts";`,
  ],
  [
    "a domain reaching into another by name",
    "index",
    `${core}/intake/a.ts`,
    `import "@postern/core/routing/rules";`,
  ],
  ["audit using a domain", "audit-below", `${core}/audit/a.ts`, `import { x } from "../identity/index.ts";`],
  [
    "AWS's packages outside of core/aws",
    "confined",
    `${core}/key/store.ts`,
    `import { KMS } from "@aws-sdk/client-kms";`,
  ],
  [
    "AWS's packages in a function",
    "confined",
    "packages/functions/src/boot/a.ts",
    `import "@aws-sdk/client-kms";`,
  ],
  [
    "AWS's code in the embedded cloud",
    "confined",
    "packages/local-cloud/src/a.ts",
    `import { type X, KMS } from "@aws-sdk/client-kms";`,
  ],
  [
    "descriptions of rows in operations",
    "store",
    `${core}/intake/submission.ts`,
    `import { Entity } from "../aws/index.ts";`,
  ],
  [
    "HPKE outside of device",
    "confined",
    `${core}/key/release.ts`,
    `import { CipherSuite } from "@hpke/core";`,
  ],
  ["HPKE elsewhere in the client", "confined", "packages/client/src/a.ts", `import "@hpke/core";`],
  [
    "Node in code for browsers",
    "browser",
    "packages/envelope/src/a.ts",
    `import { createHash } from "node:crypto";`,
  ],
  [
    "a private file of another package",
    "unexported",
    "packages/client/src/a.ts",
    `import "@postern/envelope/frame";`,
  ],
  ["an undeclared dependency", "undeclared", "packages/client/src/a.ts", `import "left-pad";`],
  ["another package by path", "by-name", "packages/client/src/a.ts", `import "../../envelope/src/index.ts";`],
  ["an import without its extension", "extension", "tests/a.ts", `import { x } from "./b";`],
  ["an import of .js that is .ts", "extension", "scripts/a.ts", `export { x } from "./b.js";`],
  ["the named z", "zod-name", "tests/a.test.ts", `import { z } from "zod";`],
  [
    "the named z under another name",
    "zod-name",
    "packages/contract/src/a.ts",
    `import { z as y } from "zod";`,
  ],
];

const allowed: readonly (readonly [string, string, string])[] = [
  ["contract uses zod", "packages/contract/src/a.ts", `import * as z from "zod"; import "./b.ts";`],
  [
    "client uses contract and envelope",
    "packages/client/src/a.ts",
    `import "@postern/contract"; import "@postern/envelope";`,
  ],
  ["client/device uses HPKE", "packages/client/src/device/a.ts", `import "@hpke/core";`],
  ["core/device uses HPKE", `${core}/device/a.ts`, `import "@hpke/core";`],
  [
    "web uses client and its own styles",
    "web/src/a.tsx",
    `import "@postern/client/device"; import "./a.css";`,
  ],
  [
    "cli uses client and Node",
    "packages/cli/src/a.ts",
    `import "@postern/client"; import "node:fs/promises";`,
  ],
  ["kernel uses contract", `${core}/kernel/a.ts`, `import "@postern/contract";`],
  [
    "aws uses kernel and AWS",
    `${core}/aws/a.ts`,
    `import "../kernel/index.ts"; import "@aws-sdk/client-kms";`,
  ],
  ["a store uses aws", `${core}/intake/store.ts`, `import { Entity } from "../aws/index.ts";`],
  ["a store's entities use aws", `${core}/intake/entities.ts`, `import { Entity } from "../aws/index.ts";`],
  ["a named store uses aws", `${core}/intake/part-store.ts`, `import "../aws/index.ts";`],
  ["a domain parses headers", `${core}/document/a.ts`, `import { parse } from "@postern/envelope/header";`],
  [
    "a domain uses another's face",
    `${core}/intake/a.ts`,
    `import "../audit/index.ts"; import "../kernel/index.ts";`,
  ],
  ["functions use core", "packages/functions/src/http/a.ts", `import "@postern/core/intake"; import "hono";`],
  [
    "infra uses limits",
    "infra/policy/a.ts",
    `import { limits } from "../../packages/contract/src/limits.ts";`,
  ],
  [
    "a test beside the code uses anything",
    `${core}/intake/a.test.ts`,
    `import "../routing/rules.ts"; import "@postern/local-cloud"; import "vitest";`,
  ],
  [
    "the embedded cloud uses AWS's shapes",
    "packages/local-cloud/src/a.ts",
    `import type { X } from "@aws-sdk/client-kms";`,
  ],
  ["a script uses anything", "scripts/a.ts", `import "../packages/core/src/aws/index.ts";`],
  [
    "an import that is only written about",
    "web/src/a.ts",
    `// import "@postern/core/intake"\nconst s = 'import "@postern/core/intake"';`,
  ],
];

describe("who may import whom", () => {
  test.for(forbidden)("%s is caught", ([, rule, path, text]) => {
    expect(violationsOf({ [path]: text })).toContain(`${rule} ${path}`);
  });

  test.for(allowed)("%s, and that is fine", ([, path, text]) => {
    expect(violationsOf({ [path]: text })).toEqual([]);
  });

  test("domains that use each other in a ring are caught, at any length", () => {
    const ring = {
      [`${core}/intake/a.ts`]: `import "../routing/index.ts";`,
      [`${core}/routing/a.ts`]: `import "../task/index.ts";`,
      [`${core}/task/a.ts`]: `import "../intake/index.ts";`,
    };
    expect(violationsOf(ring)).toEqual(["cycle packages/core/src"]);
    expect(violationsOf({ ...ring, [`${core}/task/a.ts`]: `import "../audit/index.ts";` })).toEqual([]);
  });

  test("a file outside of all rooms is caught, and so is an import of one", () => {
    expect(violationsOf({ "packages/extra/src/a.ts": `import "./b.ts";` })).toEqual([
      "no-room packages/extra/src/a.ts",
    ]);
    expect(violationsOf({ "packages/contract/src/a.ts": `import "../../../loose.ts";` })).toContain(
      "no-room packages/contract/src/a.ts",
    );
  });

  test("an import that only the running program can name is caught, but for the embedded cloud's bundles", () => {
    const text = `await import("@postern/" + name);`;
    expect(violationsOf({ "web/src/a.ts": text })).toEqual(["computed web/src/a.ts"]);
    expect(violationsOf({ "packages/local-cloud/src/a.ts": text })).toEqual([]);
  });

  test("a file that cannot be parsed is refused, not passed over", () => {
    expect(() => violationsOf({ "web/src/a.ts": `import {` })).toThrow("web/src/a.ts");
  });
});
