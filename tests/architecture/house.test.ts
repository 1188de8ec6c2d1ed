import { expect, test } from "vitest";
import { assumesRole } from "./conventions.ts";
import { checkHouse, houseFiles, readHouse } from "./house.ts";
import { readFiles } from "./repository.ts";

const texts = readFiles(houseFiles);

test("the repository keeps all rules of the house", () => {
  const found = checkHouse(texts).map(({ rule, path, detail }) => `${rule}: ${path}: ${detail}`);
  expect(found).toEqual([]);
});

test("exactly one shipped file can become another role", () => {
  const { files } = readHouse(texts);
  const paths = [...files].filter(([path, facts]) => assumesRole(path, facts)).map(([path]) => path);
  expect(paths).toHaveLength(1);
});
