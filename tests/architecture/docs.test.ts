import { expect, test } from "vitest";
import { machineWords, stalePaths } from "./documents.ts";
import { listFiles, readFiles } from "./repository.ts";

const binary = /\.(png|jpe?g|gif|webp|avif|ico|woff2?|pdf|dcm|bin|zip|gz)$/;

test("every path that the documents name is there", () => {
  const paths = listFiles();
  const documents = [...readFiles(/\.md$/)];
  expect(documents.flatMap(([path, text]) => stalePaths(path, text, paths))).toEqual([]);
});

test("no file knows the machine it was written on", () => {
  const texts = [...readFiles(/./)].filter(([path]) => !binary.test(path));
  expect(texts.flatMap(([path, text]) => machineWords(path, text))).toEqual([]);
});

test.for([
  ["a file that is gone", "see `web/src/gone.ts`", "web/src/gone.ts"],
  ["a directory that is gone", "all of `packages/gone/`", "packages/gone/"],
  ["a link that leads nowhere", "see [that](./gone.md#part)", "./gone.md"],
])("%s is caught", ([, text, found]) => {
  expect(stalePaths("docs/a.md", `# A\n${text}\n`, ["docs/a.md", "web/src/here.ts"])).toEqual([
    { path: "docs/a.md", line: 2, found },
  ]);
});

test.for([
  "`web/src/here.ts` and `web/src/` and [b](b.md) and [c](../web/src/here.ts)",
  "`packages/<name>/` and `tests/**/*.test.ts`",
  "`keys/release`, `kms:Decrypt`, `auth/touch` and [a site](https://example.org/gone)",
])("%s names nothing that is gone", (text) => {
  expect(stalePaths("docs/a.md", text, ["docs/a.md", "docs/b.md", "web/src/here.ts"])).toEqual([]);
});

test.for([
  `import "../${"shared"}/a.ts"`,
  `cd /${"work"}/main`,
  `/${"home"}/someone/a`,
  `"resolved": "https://${"registry"}.example.org/a.tgz"`,
])("%s is caught", (text) => {
  expect(machineWords("a.ts", text)).toHaveLength(1);
});

test.for([`import "../${"shared"}-key.ts"`, `see framework/home/work.ts`, `https://example.org/work/`])(
  "%s is fine",
  (text) => {
    expect(machineWords("a.ts", text)).toEqual([]);
  },
);
