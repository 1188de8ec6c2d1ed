import { describe, expect, test } from "vitest";
import { violationsOf } from "./planted.ts";

const store = "packages/core/src/intake/store.ts";
const operation = "packages/core/src/intake/submission.ts";
const lookUp = "packages/core/src/aws/verification.ts";
const ONE_KEY = "{ Bucket, Prefix: objectKey, MaxKeys: 1 }";

describe("the environment is read in boot only", () => {
  test.for([
    ["by name", `export const table = process.env["TABLE"];`],
    ["as a property", `export const table = process.env.TABLE;`],
    ["whole", `export const env = process.env;`],
    ["taken apart", `export const { env } = process;`],
    ["through globalThis", `export const table = globalThis.process.env.TABLE;`],
    ["by import", `import { env } from "node:process"; export const table = env;`],
  ] as const)("%s is caught", ([, text]) => {
    expect(violationsOf({ [operation]: text })).toEqual([`environment ${operation}`]);
  });

  test.for([
    "packages/functions/src/boot/a.ts",
    "scripts/a.ts",
    "tests/a.ts",
    "infra/a.ts",
    "packages/core/src/a.test.ts",
  ])("%s may read it", (path) => {
    expect(violationsOf({ [path]: `export const table = process.env["TABLE"];` })).toEqual([]);
  });

  test("the embedded cloud may ask whether this is production, and nothing else", () => {
    const path = "packages/local-cloud/src/a.ts";
    expect(violationsOf({ [path]: `export const stage = process.env["NODE_ENV"];` })).toEqual([]);
    expect(violationsOf({ [path]: `export const home = process.env["HOME"];` })).toEqual([
      `environment ${path}`,
    ]);
  });
});

describe("AWS and its tables", () => {
  test("a second file that can become another role is caught", () => {
    const first = "packages/core/src/aws/tenant.ts";
    const second = "packages/core/src/aws/other.ts";
    const one = { [first]: `import { AssumeRoleCommand } from "@aws-sdk/client-kms";` };
    expect(violationsOf(one)).toEqual([]);
    expect(violationsOf({ ...one, [second]: `export const action = "sts:AssumeRole";` })).toEqual([
      `assume-role ${second}`,
      `assume-role ${first}`,
    ]);
  });

  test("the embedded cloud and policies may name the right, as may a comment", () => {
    expect(
      violationsOf({
        "packages/core/src/aws/tenant.ts": `export const action = "sts:AssumeRole";`,
        "packages/core/src/aws/other.ts": `// AssumeRole is in tenant.ts\nexport const a = 1;`,
        "packages/local-cloud/src/sts/a.ts": `export const action = "AssumeRole";`,
        "infra/policy/trust.ts": `export const action = "sts:AssumeRole";`,
      }),
    ).toEqual([]);
  });

  test("a second file that can commit a transaction is caught, by AWS's command or its client's method", () => {
    const first = "packages/core/src/aws/commit.ts";
    const one = { [first]: `import { TransactWriteCommand } from "@aws-sdk/client-kms";` };
    expect(violationsOf(one)).toEqual([]);
    expect(violationsOf({ ...one, [store]: `await documents.transactWrite({ TransactItems });` })).toEqual([
      `commit-path ${first}`,
      `commit-path ${store}`,
    ]);
  });

  test.for([
    ["an entity's scan", store, `await people.scan.go();`],
    ["an entity's match", store, `await people.match({ name }).go();`],
    ["an entity's find", store, `await people.find({ name }).go();`],
    ["an entity's find of something named elsewhere", store, `await people.find(attributes).go();`],
    ["an entity's find outside of a store", operation, `await deps.people.find({ name }).go();`],
    [
      "an entity's match in the entities",
      "packages/core/src/aws/model/person.ts",
      `people.match(attributes);`,
    ],
    [
      "a scan of DynamoDB",
      "packages/core/src/aws/a.ts",
      `import { ScanCommand } from "@aws-sdk/client-kms";`,
    ],
    [
      "PartiQL",
      "packages/core/src/aws/a.ts",
      `import { ExecuteStatementCommand } from "@aws-sdk/client-kms";`,
    ],
    ["the list of a bucket", "packages/core/src/aws/a.ts", `new ListObjectsV2Command({});`],
    ["a list of one key elsewhere", "packages/core/src/aws/a.ts", `new ListObjectsV2Command(${ONE_KEY});`],
    ["a list without a key where one is looked up", lookUp, `new ListObjectsV2Command({ MaxKeys: 1 });`],
    ["a list of versions there", lookUp, `new ListObjectVersionsCommand(${ONE_KEY});`],
  ] as const)("%s is caught", ([, path, text]) => {
    expect(violationsOf({ [path]: text })).toEqual([`scan ${path}`]);
  });

  test.for([
    ["an array's find", store, `rows.find((row) => row.id === id);`],
    ["a store's own find", store, `sessions.find(clinicID, id);`],
    ["an array's find with a named function", operation, `rows.find(isOpen);`],
    ["a string's match outside of a store", operation, `name.match(/a/);`],
    ["the look-up of one key", lookUp, `new ListObjectsV2Command(${ONE_KEY});`],
  ] as const)("%s is no scan", ([, path, text]) => {
    expect(violationsOf({ [path]: text })).toEqual([]);
  });
});

describe("files", () => {
  test("300 lines are allowed, 301 are caught, also in styles", () => {
    const lines = (count: number): string => "\n".repeat(count);
    expect(violationsOf({ "web/src/a.ts": lines(300), "web/src/a.css": lines(300) })).toEqual([]);
    expect(violationsOf({ "web/src/a.ts": lines(301), "web/src/a.css": `${lines(300)}a {}` })).toEqual([
      "length web/src/a.css",
      "length web/src/a.ts",
    ]);
  });

  test.for([
    "web/src/lib/utils.ts",
    "web/src/common/button.tsx",
    "packages/core/src/aws/helpers.ts",
    "packages/core/src/aws/table-2.ts",
    "tests/new-world.ts",
    "web/src/ui/StatusLabel.tsx",
    "web/src/ui/status_label.css",
  ])("the name %s is caught", (path) => {
    expect(violationsOf({ [path]: "" })).toEqual([`name ${path}`]);
  });

  test("kebab-case names with numbers in them are fine", () => {
    expect(
      violationsOf({ "packages/local-cloud/src/aws/sigv4-claim.ts": "", "tests/e2e/a.test.ts": "" }),
    ).toEqual([]);
  });
});
